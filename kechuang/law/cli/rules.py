"""`kechuang law rules`: each rule with its inputs, their types, units and options, and its output."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from kechuang.law.cli.speaking import Json, Lang, Speaker, counted, helped


def rules(
    name: Annotated[str | None, typer.Argument(metavar="[RULE]", help=helped("一条规则", "One rule"))] = None,
    module: Annotated[
        str | None, typer.Option("--module", metavar="MODULE", help=helped("只看一个领域", "One area of work"))
    ] = None,
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    """The rules, or one rule in full: what it asks for, what it answers, the clauses it rests on."""
    from kechuang.law import find_rule, load
    from kechuang.law.present import rule_dict
    from kechuang.law.rule import REGISTRY

    speaker, library = Speaker(lang), load()
    if name is not None:
        described = rule_dict(find_rule(name).name, speaker.lang, library)
        if as_json:
            speaker.json(described)
        else:
            _one(speaker, described)
        return
    import kechuang.law.rules  # noqa: F401  the rule files register themselves

    chosen = [rule for rule in REGISTRY.values() if module in (None, rule.module)]
    if not chosen:
        from kechuang.law.cli.speaking import refuse

        known = sorted({rule.module for rule in REGISTRY.values()})
        raise refuse(f"没有领域 {module}；有：{'、'.join(known)}", f"no module {module}; there are: {', '.join(known)}")
    if as_json:
        speaker.json([rule_dict(rule.name, speaker.lang, library) for rule in chosen])
        return
    kinds = {"rule": ("计算", "rule"), "check": ("检查", "check"), "clock": ("期限", "clock")}
    kinds["entitlement"] = ("权利", "entitlement")
    heads = [
        speaker.pick(*pair) for pair in (("规则", "Rule"), ("名称", "Label"), ("类别", "Kind"), ("领域", "Module"))
    ]
    speaker.table(
        heads,
        (
            (rule.name, speaker.pick(rule.zh, rule.en), speaker.pick(*kinds[str(rule.kind)]), rule.module)
            for rule in sorted(chosen, key=lambda rule: rule.module)
        ),
    )
    speaker.say(f"共 {len(chosen)} 条规则", counted(len(chosen), "rule"))


def _one(speaker: Speaker, rule: dict[str, Any]) -> None:
    from kechuang.law import REGISTRY, Citation, load
    from kechuang.law.execution.prose import type_words
    from kechuang.law.expression import FACTS
    from kechuang.law.present import citation_words

    english, lang = speaker.lang == "en", speaker.lang
    label, found = "label_en" if english else "label_zh", REGISTRY[rule["name"]]
    speaker.line(f"{rule['name']}  {rule[label]}", "bold")
    if about := speaker.pick(found.about_zh, found.about_en):
        speaker.line(f"  {about}")
    speaker.line(
        speaker.pick("可能要的事实（没填的，要紧时会问）", "Facts it may ask for (asked when they matter)"), "bold"
    )
    for entry in rule["inputs"]:
        speaker.line(f"  {entry['name']}  {entry[label]}  {type_words(FACTS[entry['name']].type, lang)}")
        for item in (*entry.get("options", ()), *entry.get("items", ())):
            speaker.line(f"      {item['id']}  {item[lang]}")
    speaker.line(speaker.pick("回答", "Answers with"), "bold")
    speaker.line(f"  {rule['name']}  {rule[label]}  {type_words(found.type, lang)}")
    for name, more in rule["outputs"].items():
        speaker.line(f"  {name}  {more[label]}  {type_words(found.outputs[name].type, lang)}")
    speaker.line(speaker.pick("公式", "Formula"), "bold")
    for text in rule["formula_en" if english else "formula_zh"]:
        speaker.line(f"  {text}")
    speaker.line(speaker.pick("依据", "Clauses"), "bold")
    for clause in rule["cites"]:
        speaker.line(f"  {clause}  {citation_words(Citation.parse(clause), lang, load())}")
    if rule["interpretations"]:
        speaker.line(speaker.pick("用到的解释", "Readings it uses"), "bold")
        speaker.line(f"  {' '.join(rule['interpretations'])}")
