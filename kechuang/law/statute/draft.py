"""A node while it is being put together."""

from __future__ import annotations

from dataclasses import dataclass, field

from .structure import Kind, Node, Span


@dataclass(slots=True)
class Draft:
    """Grows as blocks arrive; ``frozen`` makes the node. ``texts`` are the node's own paragraphs with their lines."""

    id: str
    kind: Kind
    number: str
    heading: str
    lines: Span
    texts: list[tuple[str, Span]] = field(default_factory=list)
    children: list[Draft] = field(default_factory=list)
    title_apart: bool = False  # the heading stands alone on its line and is no part of the first paragraph

    def add(self, text: str, lines: Span) -> None:
        """One more paragraph of the node's own."""
        if text:
            self.texts.append((text, lines))

    def child(self, kind: Kind, step: str, number: str, lines: Span, *, heading: str = "", text: str = "") -> Draft:
        """A new last child with id ``<this id>.<step>``."""
        made = Draft(f"{self.id}.{step}", kind, number, heading, lines)
        made.add(text, lines)
        self.children.append(made)
        return made

    def frozen(self) -> Node:
        """The node. A section of an opinion takes the words of its paragraphs; a bare title that holds nothing is
        the text itself (（一）作品)."""
        children = tuple(child.frozen() for child in self.children)
        texts, last = [t for t, _ in self.texts], max([self.lines[1], *(lines[1] for _, lines in self.texts)])
        if self.kind in ("op_part", "op_section"):
            lead = True
            for child in children:
                if child.kind != "paragraph":
                    lead = False
                    continue
                texts.append(child.text)
                last = max(last, child.lines[1]) if lead else last
        heading, apart = self.heading, self.title_apart
        if apart and not texts and not children and self.kind != "op_part":
            texts, heading, apart = [heading], "", False
        if apart and heading:
            texts.insert(0, heading)
        span = (self.lines[0], max([last, *(child.span[1] for child in children)]))
        return Node(self.id, self.kind, self.number, heading, "\n".join(texts), (self.lines[0], last), span, children)
