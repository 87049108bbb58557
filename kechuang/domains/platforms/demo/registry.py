"""The platforms of the demonstration: invented, as many as one city and two districts might have."""

from __future__ import annotations

from typing import NamedTuple


class Entry(NamedTuple):
    """One platform. kind: b basic research, t technology innovation, s innovation service. money: f fiscal, s social,
    m mixed. form: p public institution, n private non-profit, e enterprise. years: since it was founded. level:
    recognition, or "". plan: what became of its agreement (see history.py), or "" for none.
    """

    title: str
    title_en: str
    region: str
    kind: str
    money: str
    form: str
    fields: str
    direction: str
    founders: str
    years: float
    level: str
    plan: str


E = Entry  # noqa: E741
PLATFORMS = (
    # Keqiao: its text is a draft, so what rests on it is simulation
    E("柯桥现代纺织产业创新研究院", "Keqiao Institute of Modern Textiles", "330603", "t", "f", "p", "纺织；新材料", "功能纤维与绿色印染", "tex", 5.4, "province", "filed"),
    E("鉴湖先进印染技术创新中心", "Jianhu Centre for Advanced Dyeing", "330603", "t", "m", "n", "纺织", "少水染整与数码印花", "tex dye", 3.2, "city", "late"),
    E("柯桥集成电路封测研究院", "Keqiao Chip Packaging Institute", "330603", "t", "f", "e", "集成电路", "先进封装与可靠性检测", "inf", 2.6, "province", "signed"),
    E("越州生物医用纤维研究院", "Yuezhou Institute of Biomedical Fibres", "330603", "b", "f", "p", "生命健康；纺织", "可吸收缝线与组织支架", "bio tex", 2.1, "city", "overdue"),
    E("柯桥工业互联网创新中心", "Keqiao Industrial Internet Centre", "330603", "s", "m", "e", "数字经济；纺织", "织造车间数据采集与排产", "inf", 1.8, "county", "due"),
    E("柯桥高性能复合材料研究院", "Keqiao Composites Institute", "330603", "t", "f", "p", "新材料", "碳纤维预浸料与热塑复材", "ins", 1.3, "", "signing"),
    E("兰亭时尚创意与材料实验室", "Lanting Laboratory of Fashion and Materials", "330603", "s", "s", "n", "纺织；文化创意", "面料数字样与流行趋势", "tex", 1.1, "", "consulting"),
    E("柯桥氢能装备研究院", "Keqiao Hydrogen Equipment Institute", "330603", "t", "f", "e", "新能源；智能装备", "质子交换膜与电解槽", "ins", 0.7, "", "stuck"),
    E("平水智能纺机联合研究中心", "Pingshui Joint Centre for Smart Looms", "330603", "t", "m", "e", "智能装备；纺织", "高速剑杆与视觉验布", "tex", 0.4, "", "draft"),
    E("柯桥绿色化学研究院", "Keqiao Institute of Green Chemistry", "330603", "t", "f", "p", "新材料", "染料中间体连续合成", "mat", 6.3, "city", "renewed"),
    E("柯岩医疗器械检验服务中心", "Keyan Medical Device Testing Centre", "330603", "s", "s", "n", "生命健康", "无源器械检验与注册咨询", "bio", 3.9, "county", "late"),
    E("柯桥低碳纺织检测中心", "Keqiao Low-carbon Textile Testing Centre", "330603", "s", "f", "p", "纺织；节能环保", "产品碳足迹与再生纤维鉴别", "tex", 4.4, "city", "filed"),
    E("柯桥数字印花联合实验室", "Keqiao Joint Laboratory of Digital Printing", "330603", "b", "m", "n", "纺织；数字经济", "喷头流体与色彩管理", "tex inf", 2.9, "", "ended"),
    E("齐贤新型面料中试基地", "Qixian Pilot Base for New Fabrics", "330603", "t", "m", "e", "纺织", "差别化纤维中试", "dye", 0.9, "", "withdrawn"),
    E("柯桥先进光电研究院", "Keqiao Advanced Optoelectronics Institute", "330603", "t", "f", "p", "集成电路", "光模块与微显示", "inf", 2.3, "county", "long-overdue"),
    E("柯桥健康食品创新研究院", "Keqiao Healthy Food Institute", "330603", "s", "s", "n", "生命健康", "黄酒酵母与低醇酿造", "bio", 1.6, "", "consulted"),
    # Quzhou and its counties
    E("衢州氟硅新材料研究院", "Quzhou Fluorosilicone Institute", "330800", "t", "f", "p", "新材料", "电子级氟化学品与硅橡胶", "mat", 6.8, "province", "filed"),
    E("衢州锂电材料创新中心", "Quzhou Lithium Materials Centre", "330803", "t", "f", "e", "新能源；新材料", "高镍前驱体与电解液", "mat battery", 4.1, "province", "filed"),
    E("柯城数字经济研究院", "Kecheng Digital Economy Institute", "330802", "s", "m", "e", "数字经济", "工业大模型与数据流通", "inf", 2.4, "city", "signed-q"),
    E("衢江电子化学品研究院", "Qujiang Institute of Electronic Chemicals", "330803", "t", "f", "p", "集成电路；新材料", "湿电子化学品提纯", "mat", 3.3, "city", "filed"),
    E("江山智能门窗研究院", "Jiangshan Smart Doors Institute", "330881", "t", "m", "n", "智能装备", "木门柔性制造与视觉质检", "mat", 2.7, "county", "filed"),
    E("龙游特种纸创新研究院", "Longyou Specialty Paper Institute", "330825", "t", "f", "p", "特种纸；新材料", "装饰原纸与电解电容器纸", "mat", 5.1, "city", "filed"),
    E("常山轴承与精密制造中心", "Changshan Bearings Centre", "330822", "t", "f", "p", "智能装备", "长寿命轴承钢与热处理", "ins", 2.2, "county", "signing"),
    E("开化钱江源生态产业研究院", "Kaihua Qianjiangyuan Eco-industry Institute", "330824", "b", "f", "p", "节能环保；生命健康", "生态产品价值与清水渔业", "bio", 1.9, "", "consulting"),
    E("衢州生命健康研究院", "Quzhou Life Health Institute", "330800", "b", "f", "p", "生命健康", "慢病队列与衢产中药", "bio", 3.6, "city", "filed"),
    E("柯城光纤传感实验室", "Kecheng Fibre Sensing Laboratory", "330802", "b", "f", "p", "集成电路", "特种光纤预制棒与分布式传感", "inf", 1.4, "", "draft-q"),
    E("衢州储能系统联合研究中心", "Quzhou Joint Centre for Energy Storage", "330800", "t", "m", "e", "新能源", "钒液流与钠电储能", "mat battery", 1.2, "", "consulted"),
    E("江山绿色建材创新中心", "Jiangshan Green Building Materials Centre", "330881", "t", "s", "n", "新材料；节能环保", "低碳水泥与固废利用", "mat", 4.6, "county", "ended"),
    E("龙游轨道交通装备研究院", "Longyou Rail Equipment Institute", "330825", "t", "m", "e", "智能装备", "制动与受流部件", "ins", 0.8, "", "draft"),
    E("衢江空气动力装备研究院", "Qujiang Compressor Institute", "330803", "t", "f", "p", "智能装备", "无油压缩与余热利用", "ins", 2.8, "city", "filed"),
    E("常山胡柚精深加工研究中心", "Changshan Pomelo Processing Centre", "330822", "s", "s", "n", "生命健康", "黄酮提取与功能食品", "bio", 3.1, "county", ""),
    E("开化硅基负极中试平台", "Kaihua Silicon Anode Pilot Platform", "330824", "t", "m", "e", "新能源；新材料", "硅碳负极公斤级放大", "mat silicon", 0.5, "", ""),
    E("衢州技术转移服务研究院", "Quzhou Technology Transfer Institute", "330800", "s", "s", "n", "科技服务", "概念验证与中试对接", "mat", 2.0, "city", ""),
    # Binjiang
    E("滨江集成电路设计研究院", "Binjiang Chip Design Institute", "330108", "t", "f", "p", "集成电路", "车规芯片与设计工具", "inf chip", 5.7, "national", "filed"),
    E("滨江智能物联创新中心", "Binjiang Smart IoT Centre", "330108", "t", "m", "e", "数字经济", "端侧视觉与边缘计算", "inf", 3.4, "province", "filed"),
    E("滨江生物医药概念验证中心", "Binjiang Biomedical Proof-of-concept Centre", "330108", "s", "f", "n", "生命健康", "早期药物概念验证", "bio", 2.5, "city", "signed-q"),
    E("白马湖数字文化实验室", "Baima Lake Digital Culture Laboratory", "330108", "s", "s", "n", "文化创意；数字经济", "动画生成与版权存证", "inf", 1.0, "", "consulting"),
    E("滨江量子精密测量研究院", "Binjiang Quantum Metrology Institute", "330108", "b", "f", "p", "量子信息", "原子磁力计与时频传递", "ins", 1.7, "", "signing"),
    E("滨江先进储能材料研究院", "Binjiang Storage Materials Institute", "330108", "t", "m", "e", "新能源", "固态电解质", "ins", 0.6, "", "draft"),
    E("滨江脑机接口联合实验室", "Binjiang Brain Interface Laboratory", "330108", "b", "s", "n", "生命健康；数字经济", "柔性电极与解码", "bio inf", 0.3, "", ""),
)  # fmt: skip  # a table is read by its lines
