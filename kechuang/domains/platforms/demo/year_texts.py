"""Words and figures that the demonstration's councils and plans share."""

WORK = """一、完成中试线安装调试，投入试运行。
二、围绕产业需求实施攻关项目四项，形成可转化成果六项。
三、引进科研骨干，完善技术经理人队伍。
四、办好供需对接活动，服务企业不少于三十家。"""

HALF_YEAR = "上半年各项工作按计划推进，中试线已完成安装；横向经费到账慢于预期，下半年集中推进。"

TARGETS = {
    "people": "8", "researchers": "5", "technology_managers": "1", "council_meetings": "2", "rules_in_force": "6",
    "recognitions": "1", "talent_introduced": "3", "firms_incubated": "2",
}  # fmt: skip

STAFF = (
    "management", "researcher", "researcher", "researcher", "technology_manager", "researcher", "management", "researcher",
    "researcher",
)  # fmt: skip

HORIZONS = {
    "near_term": {
        "starts": "{start}-01-01",
        "ends": "{near}-12-31",
        "goals": "建成中试线和公共检测平台，组建三支团队，服务企业三十家。",
    },
    "medium_term": {
        "starts": "{near}-12-31",
        "ends": "{mid}-12-31",
        "goals": "形成稳定的横向收入，自有收入覆盖运行成本的一半，争取省级认定。",
    },
    "long_term": {
        "starts": "{mid}-12-31",
        "ends": "{far}-12-31",
        "goals": "实现自我造血，成为区域产业技术创新的骨干平台。",
    },
}

RULES = [
    {
        "field": "personnel",
        "title": "人事管理办法",
        "text": "第一条 岗位按需设置，公开招聘。\n第二条 薪酬由院长在预算内确定。",
    },
    {
        "field": "finance",
        "title": "财务管理办法",
        "text": "第一条 财政经费专账核算。\n第二条 支出由院长审批，逐级复核。",
    },
    {
        "field": "research",
        "title": "科研管理办法",
        "text": "第一条 自主立项经学术委员会论证。\n第二条 项目按里程碑管理。",
    },
    {"field": "assets", "title": "资产管理办法", "text": "第一条 设备统一登记入账。\n第二条 大型仪器对外开放共享。"},
    {"field": "safety", "title": "安全管理办法", "text": "第一条 实验室分级管理。\n第二条 每季度开展安全检查。"},
    {"field": "party", "title": "党建工作办法", "text": "第一条 设立党支部。\n第二条 重大事项先经支部讨论。"},
]

DUTIES = {
    "performance": "督促平台按协议完成年度建设任务，半年对账一次",
    "support": "协调解决用房、用能和人才落户问题",
    "funds": "按协议拨付当年支持经费，检查经费使用",
}
