"""Polarity has a table of its own: an inverted duty is the worst fault (DESIGN promise 5)."""

from __future__ import annotations

import pytest

from tests.parsing import duties, plan

CASES = [
    ("煤矿企业不得超能力组织生产。", ["must_not"]),
    ("严禁超能力、超强度、超定员组织生产。", ["must_not"]),
    ("禁止在尾矿库上游建房。", ["must_not"]),
    ("生产经营单位不准使用淘汰的设备。", ["must_not"]),
    ("生产经营单位应当建立健全责任制。", ["must"]),
    ("各地区要加强领导。", ["must"]),
    ("煤矿企业必须落实带班制度。", ["must"]),
    ("严防死灰复燃。", ["must"]),
    ("力戒形式主义。", ["must"]),
    ("坚决杜绝违章作业。", ["must"]),
    ("各地可以采取政府购买服务方式。", ["may"]),
    ("任何单位有权向有关部门举报。", ["may"]),
    ("鼓励企业采用先进技术。", ["encouraged"]),
    ("支持高等院校开展安全生产科研开发。", ["encouraged"]),
    ("研究落实禁止客运车辆挂靠运营的实施办法。", ["must"]),
    ("对不符合条件的，不予颁发安全生产许可证。", ["must"]),
    ("加大安全投入，严禁超能力组织生产，切实做到不安全不生产。", ["must", "must_not", "must"]),
    ("对隐患排查的影响应高度重视。", ["must"]),
    ("完善应急响应机制，做好应对工作。", ["must"]),
    ("企业不得转让许可证，不得冒用许可证。", ["must_not"]),
    ("企业取得许可证后，不得降低安全生产条件，并应当加强日常管理。", ["must_not", "must"]),
    ("加强政策支持力度，完善鼓励措施。", ["must"]),
    ("在人员密集场所不要使用明火。", ["must_not"]),
    ("煤矿企业不得不停产的，应当报告县级人民政府。", ["must"]),
]


@pytest.mark.parametrize(("sentence", "modalities"), CASES, ids=[case[0] for case in CASES])
def test_polarity(sentence: str, modalities: list[str]) -> None:
    assert [duty.modality.value for duty in duties(sentence)] == modalities


# --- hard cases: (sentence, duties), each duty as "modality" or "modality: action / action" --------------------------

# Two negations: 不得不, 不能不, 非…不可 are duties; 不得不予, 不得…不 forbid an omission.
DOUBLE_NEGATION = [
    ("煤矿企业不得不停产检修。", ["must"]),
    ("遇有暴雨，施工单位不得不停工。", ["must"]),
    ("企业因检修不得不停产的，应当提前报告。", ["must: 提前报告"]),
    ("对于确实不得不占用的道路，养护单位应当设置标志。", ["must: 设置标志"]),
    ("各级领导干部不能不重视安全。", ["must"]),
    ("对重大隐患不能不查，查出后必须整改。", ["must"]),
    ("各部门不可不察民情，要主动下访。", ["must"]),
    ("监管人员不应不到现场。", ["must_not: 不到现场"]),
    ("存在重大隐患的矿井非停产整顿不可。", ["must"]),
    ("对屡次违法的企业，非从严处罚不可。", ["must"]),
    ("企业不得不予办理工伤保险。", ["must_not: 不予办理工伤保险"]),
    ("用人单位不得不为职工缴费。", ["must"]),
    ("行政机关不得不予受理；不受理的，应当书面说明理由。", ["must_not: 不予受理", "must: 书面说明理由"]),
    ("不允许企业不培训就安排上岗。", ["must_not"]),
    ("任何单位不得不经批准擅自开工。", ["must_not: 不经批准擅自开工"]),
    ("生产经营单位不得不按规定提取费用。", ["must: 按规定提取费用"]),
    ("经营者不得以任何理由不履行义务。", ["must_not: 以任何理由不履行义务"]),
    ("监理单位不得对隐患不管不问。", ["must_not: 对隐患不管不问"]),
]

# A ban that is denied, lifted, or only named.
NO_BAN = [
    ("并非不得转让，但应当先行备案。", ["may", "must: 先行备案"]),
    ("本市不禁止企业自建充电设施。", ["may"]),
    ("个体工商户并不禁止夜间经营，但应当控制噪声。", ["may", "must: 控制噪声"]),
    ("解除禁止通行措施，恢复正常秩序。", ["must"]),
    ("取消不得兼营的限制，放宽经营范围。", ["must"]),
    ("严格执行限制和禁止使用的产品目录。", ["must"]),
    ("制定禁止露天焚烧的管理办法。", ["must"]),
    ("及时公布禁止销售的药品名单。", ["must"]),
    ("县级人民政府可以划定禁止燃放烟花爆竹的区域。", ["may: 划定禁止燃放烟花爆竹的区域"]),
    ("经营场所应当设置禁止吸烟的标志。", ["must: 设置禁止吸烟的标志"]),
    ("完善禁止性规定，明确处罚标准。", ["must: 完善禁止性规定 / 明确处罚标准"]),
    ("加强对禁止类项目的清理。", ["must"]),
    ("各地要严格落实不得强制报销的规定。", ["must"]),
    ("违反不得超载规定的，由交通运输部门责令改正。", ["must"]),
]

# A ban with its exception or its precondition: 除…外, 未经…, 非经…, 无…, …除外.
PROVISO = [
    ("除抢险人员外，任何人不得进入警戒区。", ["must_not: 进入警戒区"]),
    ("除经批准的以外，任何单位不得占用消防通道。", ["must_not: 占用消防通道"]),
    ("除法律另有规定外，不得收取费用。", ["must_not: 收取费用"]),
    ("各单位除紧急情况外不得夜间施工。", ["must_not: 夜间施工"]),
    ("企业不得擅自停业，但因不可抗力停业的除外。", ["must_not: 擅自停业"]),
    ("任何单位不得拆除标志，经主管部门批准的除外。", ["must_not: 拆除标志"]),
    ("禁止夜间施工，抢修、抢险作业除外。", ["must_not: 夜间施工"]),
    ("未经批准不得动火。", ["must_not: 动火"]),
    ("未经县级人民政府批准，任何单位和个人不得改变用途。", ["must_not: 改变用途"]),
    ("非经主管部门同意，企业不得变更工艺。", ["must_not: 变更工艺"]),
    ("各煤矿非经验收不得复产。", ["must_not: 复产"]),
    ("无特种作业操作证的人员不得上岗。", ["must_not: 上岗"]),
    ("无证不得上岗作业。", ["must_not: 上岗作业"]),
    ("没有资质的单位不得承揽工程。", ["must_not: 承揽工程"]),
    ("没有落实防护措施，不得开工。", ["must_not: 开工"]),
    ("没有安全保障，不得生产。", ["must_not: 生产"]),
    ("未取得许可证的，不得从事经营活动。", ["must_not: 从事经营活动"]),
    ("不具备安全条件的，一律不得开工。", ["must_not: 开工"]),
    ("经检验不合格的产品，不得出厂。", ["must_not: 出厂"]),
    ("非本单位人员未经允许不得入内。", ["must_not: 入内"]),
    ("不经检测合格不得投入使用。", ["must_not: 投入使用"]),
    ("非因公务不得使用执法车辆。", ["must_not: 使用执法车辆"]),
]

# Figures: 不得少于 forbids, 不少于 sets.
FIGURE = [
    ("培训时间不得少于二十学时。", ["must_not"]),
    ("从业人员每年培训时间不少于20学时。", ["must"]),
    ("建筑高度不应超过50米。", ["must_not: 超过50米"]),
    ("收费标准不超过每人20元。", ["must"]),
    ("企业每年组织演练不少于2次。", ["must"]),
    ("企业应当每年组织演练，每年不少于2次。", ["must"]),
    ("合格率一律不低于95%。", ["must"]),
    ("合格率不得低于95%。", ["must_not: 低于95%"]),
    ("企业应当配备不少于3名安全员。", ["must: 配备不少于3名安全员"]),
    ("施工单位应当不少于每月一次开展检查。", ["must"]),
    ("各县财政投入绝不低于上年水平。", ["must"]),
    ("企业可以提取不超过5%的费用。", ["may: 提取不超过5%的费用"]),
    ("值班人员不能少于2人。", ["must_not: 少于2人"]),
    ("抽查比例可不低于30%。", ["may: 不低于30%"]),
]

# 不予, 不再, 不列入 are the act that is due; 暂不, 一律不, 绝不 forbid.
ACT = [
    ("对不符合条件的，不予许可。", ["must: 不予许可"]),
    ("对材料不全的，登记机关不予受理。", ["must: 不予受理"]),
    ("逾期申报的，一律不予受理。", ["must: 不予受理"]),
    ("已经审查合格的，不再重复审查。", ["must: 不再重复审查"]),
    ("主管部门应当不予批准。", ["must: 不予批准"]),
    ("信用修复后，不列入重点监管名单。", ["must: 不列入重点监管名单"]),
    ("主管部门应不再受理其申请。", ["must: 不再受理其申请"]),
    ("各地要不再新增指标，并不予追加经费。", ["must: 不再新增指标 / 不予追加经费"]),
    ("必须不折不扣落实整改措施。", ["must: 不折不扣落实整改措施"]),
    ("主管部门可以不予处罚。", ["may: 不予处罚"]),
    ("对首次违法的，可不予处罚。", ["may: 不予处罚"]),
    ("登记机关不得再受理其申请。", ["must_not: 再受理其申请"]),
    ("申请人一年内不得再次申请许可。", ["must_not: 再次申请许可"]),
    ("各部门均不得增设条件。", ["must_not: 增设条件"]),
    ("企业不得出租许可证，也不得出借许可证。", ["must_not: 出租许可证 / 出借许可证"]),
    ("企业不应当转移财产。", ["must_not: 转移财产"]),
    ("企业不应该隐瞒事故。", ["must_not: 隐瞒事故"]),
    ("坚决不予通融。", ["must"]),
    ("县级应急管理部门暂不批准新建项目。", ["must_not: 批准新建项目"]),
    ("对存在争议的土地，暂不办理登记。", ["must_not: 办理登记"]),
    ("市政府领导一律不出席剪彩活动。", ["must_not: 出席剪彩活动"]),
    ("各单位概不接待推销人员。", ["must_not: 接待推销人员"]),
    ("各级干部决不搞形式主义。", ["must_not: 搞形式主义"]),
    ("各地绝不降低准入标准。", ["must_not: 降低准入标准"]),
    ("公众切勿进入尾矿库区。", ["must_not: 进入尾矿库区"]),
    ("切勿靠近输电线路。", ["must_not: 靠近输电线路"]),
    ("请勿在库区吸烟。", ["must_not: 在库区吸烟"]),
    ("勿在库区吸烟。", ["must_not: 在库区吸烟"]),
    ("居民不宜在地质灾害点附近建房。", ["must_not: 在地质灾害点附近建房"]),
    ("油库区内不许吸烟。", ["must_not: 吸烟"]),
    ("不许企业转嫁费用。", ["must_not"]),
    ("未成年人不能从事井下作业。", ["must_not: 从事井下作业"]),
    ("值班人员不可脱岗。", ["must_not: 脱岗"]),
    ("员工不要穿越铁路。", ["must_not: 穿越铁路"]),
    ("乡镇人民政府无权减免税款。", ["must_not: 减免税款"]),
    ("企业不准使用淘汰设备，不许雇用童工。", ["must_not: 使用淘汰设备 / 雇用童工"]),
]

# 无须, 不必, 可以不: whoever could have owed it may leave it.
RELEASED = [
    ("申请人无须提供复印件。", ["may: 无须提供复印件"]),
    ("申请人毋须重复提交材料。", ["may: 毋须重复提交材料"]),
    ("个体工商户无需办理备案。", ["may: 无需办理备案"]),
    ("经营第一类产品的企业不需要取得许可。", ["may: 不需要取得许可"]),
    ("企业不需另行申报。", ["may: 不需另行申报"]),
    ("企业不必重新申请。", ["may: 不必重新申请"]),
    ("已经备案的企业可不编制专项预案。", ["may: 不编制专项预案"]),
    ("小型企业可以不设置专门机构。", ["may: 不设置专门机构"]),
    ("规模较小的企业可暂不设置专门机构。", ["may: 暂不设置专门机构"]),
    ("对已经通过联网核查的，无需申请人提供证明。", ["may"]),
    ("符合条件的，无须再次检测。", ["may: 无须再次检测"]),
    ("已经取得许可证的，不必另行备案，但应当公示。", ["may: 不必另行备案", "must: 公示"]),
    ("应当避免不必要的停产。", ["must: 避免不必要的停产"]),
    ("各部门要减少不必要的检查。", ["must: 减少不必要的检查"]),
    ("对无需审批的项目，应当加强监管。", ["must: 加强监管"]),
    ("建设单位应当公示无需办理许可的事项。", ["must: 公示无需办理许可的事项"]),
    ("主管部门可不断优化流程。", ["may: 不断优化流程"]),
    ("各地可以不定期开展抽查。", ["may: 不定期开展抽查"]),
]

# Words in which 不, 应, 要, 可 or 无权 are no cue, and cues that stand in a relative clause.
WORDS = [
    ("各地不仅要加强检查，还要落实整改。", ["must: 加强检查 / 落实整改"]),
    ("企业不但应当建立制度，而且应当保存记录。", ["must: 建立制度 / 保存记录"]),
    ("企业不仅不得瞒报，也不得迟报。", ["must_not: 瞒报 / 迟报"]),
    ("不论规模大小，企业都应当建立制度。", ["must: 建立制度"]),
    ("无论何种情形，企业均不得拖欠工资。", ["must_not: 拖欠工资"]),
    ("不分行业，各企业都要开展自查。", ["must: 开展自查"]),
    ("不管是否造成后果，均要追究责任。", ["must: 追究责任"]),
    ("各地要不断完善应急预案。", ["must: 不断完善应急预案"]),
    ("不断提高监管能力，加强队伍建设。", ["must"]),
    ("不定期开展抽查。", ["must: 不定期开展抽查"]),
    ("对数据不准确的信息，应当及时更正。", ["must: 及时更正"]),
    ("信息不准确的要及时更正。", ["must"]),
    ("对工作不得力的单位进行约谈。", ["must"]),
    ("对处置不得当的单位，要严肃追责。", ["must: 严肃追责"]),
    ("因不可抗力不能按期完工的，建设单位应当申请延期。", ["must: 申请延期"]),
    ("加强不可移动文物保护。", ["must: 加强不可移动文物保护"]),
    ("作出不许可决定的，应当说明理由。", ["must: 说明理由"]),
    ("妥善处理无权属证明的房屋。", ["must: 妥善处理无权属证明的房屋"]),
    ("不要求企业重复提交材料。", ["must: 不要求企业重复提交材料"]),
    ("对不负责任的干部，要严肃问责。", ["must: 严肃问责"]),
    ("不支持新建高耗能项目。", ["must: 不支持新建高耗能项目"]),
    ("不鼓励企业盲目扩张。", ["must: 不鼓励企业盲目扩张"]),
    ("对可能发生的事故，应当制定预案。", ["must: 制定预案"]),
    ("发挥不可替代的作用，做好应急准备。", ["must"]),
    ("整改不能到位的，责令停产。", ["must"]),
    ("对不能确保安全的矿井，要责令停产。", ["must"]),
    ("企业应当查明不能正常运行的原因。", ["must: 查明不能正常运行的原因"]),
    ("发现自己无权处理的，应当移送有权处理的部门。", ["must: 移送有权处理的部门"]),
]

WORDS += [
    ("行人不可靠近输电线路。", ["must_not: 靠近输电线路"]),
    ("对不可靠的设备，应当及时更换。", ["must: 及时更换"]),
    ("致使施工不能正常进行的，由建设单位负责赔偿。", ["must"]),
    ("集中供养生活不能自理的残疾人。", ["must: 集中供养生活不能自理的残疾人"]),
    ("价格的制定不应当损害公平竞争。", ["must_not: 损害公平竞争"]),
    ("除依法不得公开的外，各部门应当公开信息。", ["must: 公开信息"]),
    ("由有权机关依法给予处分。", ["must"]),
    ("不宜公开的信息，要妥善保管。", ["must"]),
    ("县级人民政府可以确定限制或者禁止燃放烟花爆竹的时间。", ["may: 确定限制或者禁止燃放烟花爆竹的时间"]),
    ("不得使用国家公布的应当淘汰的设备。", ["must_not: 使用国家公布的应当淘汰的设备"]),
    ("应当报废的车辆必须及时注销登记。", ["must: 及时注销登记"]),
    ("未经许可不得举办活动。", ["must_not: 举办活动"]),
    ("企业不能按期完成整改的，应当停产。", ["must: 停产"]),
    ("企业不能保证安全，经营困难的，应当停产。", ["must: 停产"]),
    ("负责监督管理的部门不得收取费用。", ["must_not: 收取费用"]),
    ("任何单位、个人无权阻拦合法的施工。", ["must_not: 阻拦合法的施工"]),
    ("任何人发现火情都不应当隐瞒。", ["must_not"]),
    ("抽查结果不能作为处罚的依据。", ["must_not: 作为处罚的依据"]),
    ("通报必须注明编号和日期。", ["must: 注明编号和日期"]),
    ("整改不能到位的企业应当停产。", ["must: 停产"]),
    ("确需保留的应当报省级部门批准。", ["must: 报省级部门批准"]),
    ("检修结束后要组织验收。", ["must: 组织验收"]),
    ("监事不可行使表决权。", ["must_not: 行使表决权"]),
    ("经办机构不准确定供应商。", ["must_not: 确定供应商"]),
    ("企业不得当众销毁记录。", ["must_not: 当众销毁记录"]),
    ("居民不要求助于无资质的机构。", ["must_not: 求助于无资质的机构"]),
]

# 严防, 杜绝, 力戒 are a must to prevent.
PREVENT = [
    ("严防漏管失控。", ["must: 严防漏管失控"]),
    ("各地要杜绝违章指挥。", ["must: 杜绝违章指挥"]),
    ("各单位要力戒走过场。", ["must: 力戒走过场"]),
    ("严禁违章作业，严防事故发生。", ["must_not: 违章作业", "must: 严防事故发生"]),
    ("严防超载，严禁疲劳驾驶。", ["must: 严防超载", "must_not: 疲劳驾驶"]),
    ("谨防次生灾害，切忌盲目施救。", ["must: 谨防次生灾害 / 切忌盲目施救"]),
    ("坚决杜绝带病运行，一律不得超员。", ["must: 坚决杜绝带病运行", "must_not: 超员"]),
    ("严防死守，坚决杜绝无证上岗。", ["must"]),
]

# In any place: after ；, after 且 and 并, in brackets, behind another modality.
PLACES = [
    ("开工前，施工单位应当交底；未经交底，不得作业。", ["must: 交底", "must_not: 作业"]),
    ("企业应当建立台账，且不得弄虚作假。", ["must: 建立台账", "must_not: 弄虚作假"]),
    ("企业应当保存记录，并不得涂改。", ["must: 保存记录", "must_not: 涂改"]),
    ("企业应当公示（不得少于7日）。", ["must"]),
    ("企业应当公示信息（涉密的不得公示）。", ["must"]),
    ("企业（不得委托他人）应当自行检测。", ["must", "must_not: 委托他人"]),
    ("燃气经营者不得拒绝供气，可以收取合理费用。", ["must_not: 拒绝供气", "may: 收取合理费用"]),
    ("经营者可以调整价格，但不得串通涨价。", ["may: 调整价格", "must_not: 串通涨价"]),
    ("发生事故后，现场人员不得离开，应当立即报告。", ["must_not: 离开", "must: 立即报告"]),
    ("井下禁止带电检修，禁止明火作业；应当配备检测仪器。", ["must_not: 带电检修 / 明火作业", "must: 配备检测仪器"]),
    ("一是严禁超能力生产；二是必须落实带班制度。", ["must_not: 超能力生产", "must: 落实带班制度"]),
    ("允许企业分期缴纳，不允许拖延缴纳。", ["may", "must_not"]),
    ("不得以整治代替关闭，不得以罚款代替整改。", ["must_not: 以整治代替关闭 / 以罚款代替整改"]),
    ("对拒不整改的企业，不得恢复供电。", ["must_not: 恢复供电"]),
    ("检测机构不得出具虚假报告。检测机构应当保存原始记录。", ["must_not: 出具虚假报告", "must: 保存原始记录"]),
    ("经营者不得串通投标，联合抬高价格。", ["must_not: 串通投标 / 联合抬高价格"]),
    ("检测机构不得违规收费，强制服务。", ["must_not: 违规收费 / 强制服务"]),
    ("监管人员不得索取财物，接受宴请。", ["must_not: 索取财物 / 接受宴请"]),
    ("企业不得拒绝检查，接受社会监督。", ["must_not: 拒绝检查", "must: 接受社会监督"]),
    ("企业不得隐瞒事故，及时上报情况。", ["must_not: 隐瞒事故", "must: 及时上报情况"]),
    ("加油站内不得吸烟，杜绝明火。", ["must_not: 吸烟", "must: 杜绝明火"]),
    ("驾驶人不得超速行驶，每次休息时间不少于20分钟。", ["must_not: 超速行驶", "must"]),
    ("经营者不得限制用户自主选择，并将其作为拒绝供气的理由。", ["must_not"]),
    ("任何人不得破坏设施，扰乱秩序，危害公共安全。", ["must_not"]),
    ("严格执行制度，不得擅自变更设计（确需变更的应当报批）。", ["must: 严格执行制度", "must_not"]),
    ("一要加强领导；二要严禁超载；三要不断完善机制。", ["must: 加强领导", "must_not: 超载", "must: 不断完善机制"]),
    ("审批时限不得超过5个工作日，逾期不予审批的视为同意。", ["must_not: 超过5个工作日", "must"]),
    ("不允许任何形式的弄虚作假，发现一起查处一起。", ["must_not", "must: 发现一起查处一起"]),
    ("各单位要严格执行“八不准”：一不准脱岗，二不准睡岗。", ["must: 严格执行“八不准”", "must_not: 脱岗 / 睡岗"]),
    ("各单位要严格执行“八不准”规定，不准脱岗，不准睡岗。", ["must: 严格执行“八不准”规定", "must_not: 脱岗 / 睡岗"]),
    ("一不准脱岗，二不准睡岗。", ["must_not: 脱岗 / 睡岗"]),
    ("对不达标的企业一律停产整顿，一律不得恢复生产。", ["must: 停产整顿", "must_not: 恢复生产"]),
    ("既不得擅自停业，也不得降低服务标准。", ["must_not: 擅自停业 / 降低服务标准"]),
    ("任何单位和个人均有权举报，不得打击报复举报人。", ["may: 举报", "must_not: 打击报复举报人"]),
    ("原则上不得新增产能，确需新增的应当等量置换。", ["must_not: 新增产能", "must: 等量置换"]),
    ("各单位要严禁超载。", ["must_not: 超载"]),
    ("不鼓励企业在节日期间加班。", ["must: 不鼓励企业在节日期间加班"]),
    ("国家不鼓励企业扩大高耗能产能。", ["must: 不鼓励企业扩大高耗能产能"]),
    ("主管部门应当禁止其进港。", ["must: 禁止其进港"]),
    ("专项资金只可用于技术改造。", ["must: 只可用于技术改造"]),
    ("专用车道只准许公共汽车通行，其他车辆不得驶入。", ["must: 只准许公共汽车通行", "must_not: 驶入"]),
    ("企业不得转让许可证，不得使用淘汰设备。", ["must_not: 转让许可证 / 使用淘汰设备"]),
    ("机构不得违规收费，不得形成垄断。", ["must_not: 违规收费 / 形成垄断"]),
    ("企业应当建立制度，使用合格设备。", ["must: 建立制度 / 使用合格设备"]),
    ("负责监督的部门、专业机构及其工作人员不得泄露秘密。", ["must_not: 泄露秘密"]),
    ("公安派出所可以开展日常检查。", ["may: 开展日常检查"]),
    ("矿山职工享有下列权利。", ["may"]),
    ("企业不得向职工收费，培训经费从成本中列支。", ["must_not: 向职工收费", "must"]),
]

# 方可, 方能, 才能, 准许, and 得 where it is a word of its own.
MAY = [
    ("经验收合格后方可投入使用。", ["may: 投入使用"]),
    ("经考核合格，方能上岗。", ["may: 上岗"]),
    ("企业取得许可证后方得开工。", ["may: 开工"]),
    ("驾驶人经培训合格后才能上岗。", ["may: 上岗"]),
    ("经检验合格才可出厂。", ["may: 出厂"]),
    ("准许企业分期缴纳。", ["may"]),
    ("企业得申请延期。", ["may: 申请延期"]),
    ("职工得依法取得补偿。", ["may: 依法取得补偿"]),
    ("停车场得改建为充电站。", ["may: 改建为充电站"]),
    ("驾驶人五年内得申请延期。", ["may: 申请延期"]),
    ("检验合格的，一律可以投入使用。", ["may: 投入使用"]),
    ("各企业的会计部门均无须设立独立账户。", ["may: 无须设立独立账户"]),
    ("把道路管理得井井有条，让企业走得出、留得下。", ["must"]),
    ("各地要取得实效，值得推广的经验要及时总结。", ["must"]),
    ("企业应当获得认证。", ["must: 获得认证"]),
]

TABLE = [*DOUBLE_NEGATION, *NO_BAN, *PROVISO, *FIGURE, *ACT, *RELEASED, *WORDS, *PREVENT, *PLACES, *MAY]


@pytest.mark.parametrize(("sentence", "wanted"), TABLE, ids=[case[0] for case in TABLE])
def test_hard_case(sentence: str, wanted: list[str]) -> None:
    found = [(duty.modality.value, " / ".join(a.quote.text for a in duty.actions)) for duty in duties(sentence)]
    assert [modality for modality, _ in found] == [one.split(": ")[0] for one in wanted]
    for (_, actions), one in zip(found, wanted, strict=True):
        assert not one.partition(": ")[2] or actions == one.partition(": ")[2]


def test_no_hard_case_stands_twice() -> None:
    assert len({sentence for sentence, _ in TABLE}) == len(TABLE)


FIGURES = [
    ("培训时间不得少于20学时。", "must_not", ">="),
    ("培训时间每年不少于20学时。", "must", ">="),
    ("合格率不得低于95%。", "must_not", ">="),
    ("合格率一律不低于95%。", "must", ">="),
    ("建筑高度不应超过50米。", "must_not", "<="),
    ("建筑高度不得超过50米。", "must_not", "<="),
    ("抽查比例不能低于30%。", "must_not", ">="),
    ("抽查比例不得低于百分之三十。", "must_not", ">="),
    ("提取比例不应超过百分之二点五。", "must_not", "<="),
    ("企业应当配备不少于3名安全员。", "must", ">="),
]


@pytest.mark.parametrize(("sentence", "modality", "operator"), FIGURES, ids=[case[0] for case in FIGURES])
def test_the_bound_of_a_negated_comparison(sentence: str, modality: str, operator: str) -> None:
    (duty,) = duties(sentence)
    assert duty.modality.value == modality
    assert [target.op for target in duty.targets] == [operator]


def test_a_figure_that_tells_which_ones_are_forbidden_is_no_target() -> None:
    (duty,) = duties("企业不得使用超过10年的设备。")
    assert duty.modality.value == "must_not"
    assert not duty.targets


EXCEPTIONS = [
    ("企业不得擅自停业，但因不可抗力停业的除外。", "因不可抗力停业的除外"),
    ("任何单位不得拆除标志，经主管部门批准的除外。", "经主管部门批准的除外"),
    ("除抢险人员外，任何人不得进入警戒区。", "除抢险人员外"),
    ("未经批准不得动火。", "未经批准"),
    ("退休人员（返聘的除外）不得申报。", "返聘的除外"),
    ("没有落实防护措施，不得开工。", "没有落实防护措施"),
    ("各煤矿非经验收不得复产。", "非经验收"),
]


@pytest.mark.parametrize(("sentence", "condition"), EXCEPTIONS, ids=[case[0] for case in EXCEPTIONS])
def test_the_exception_of_a_ban_is_its_condition(sentence: str, condition: str) -> None:
    (duty,) = duties(sentence)
    assert duty.modality.value == "must_not"
    assert duty.condition is not None
    assert duty.condition.text == condition


FLIPS = [
    ("企业应当公开名单。", "企业不应公开名单。"),
    ("企业可以公开名单。", "企业不可公开名单。"),
    ("企业要公开名单。", "企业不要公开名单。"),
    ("企业必须公开名单。", "企业不得公开名单。"),
    ("允许企业公开名单。", "不允许企业公开名单。"),
]


@pytest.mark.parametrize(("positive", "negative"), FLIPS)
def test_negation_flips_the_modality(positive: str, negative: str) -> None:
    (before,), (after,) = duties(positive), duties(negative)
    assert before.modality.value != "must_not"
    assert after.modality.value == "must_not"


RELATIVE = [
    # (sentence, modalities, named bearers): a cue inside a relative clause narrows, it directs nobody
    ("对存在重大隐患限期不能整改的企业，要依法责令停产整改。", ["must"], []),
    ("未经安全培训合格的从业人员，不得上岗作业。", ["must_not"], ["从业人员"]),
    ("凡未取得许可的企业不得生产经营。", ["must_not"], ["企业"]),
    ("除抢险外，任何人不得进入。", ["must_not"], ["任何人"]),
    ("各企业非经批准不得复工。", ["must_not"], ["各企业"]),
    ("一律不予许可。", ["must"], []),
    ("各县不可以擅自调整。", ["must_not"], ["各县"]),
    ("任何单位和个人不得侵占燃气设施。", ["must_not"], ["任何单位", "个人"]),
    ("浆料类保温系统禁止用于外墙外保温工程。", ["must_not"], []),
]


@pytest.mark.parametrize(("sentence", "modalities", "named"), RELATIVE, ids=[case[0] for case in RELATIVE])
def test_whom_a_prohibition_binds(sentence: str, modalities: list[str], named: list[str]) -> None:
    found = duties(sentence)
    assert [duty.modality.value for duty in found] == modalities
    surfaces = [b.surface.text for duty in found for b in duty.bearers if b.surface]
    assert list(dict.fromkeys(surfaces)) == named


def test_nobody_fines_himself() -> None:
    first, second = duties("企业应当建立制度。生产经营单位违反规定的，责令限期改正，处二万元罚款。")
    assert [b.kind.value for b in first.bearers] == ["enterprise"]
    assert [b.kind.value for b in second.bearers] == ["department"]


def test_a_list_behind_a_prohibition_is_what_is_forbidden() -> None:
    (duty,) = duties("企业不得有下列行为：", "（1）超能力生产；", "（2）冒用许可证。")
    assert duty.modality.value == "must_not"
    assert [action.quote.text for action in duty.actions] == ["超能力生产", "冒用许可证"]


def test_a_ban_among_rules_is_a_duty_of_its_own() -> None:
    rest, ban = duties("燃气用户应当遵守下列规定：", "（1）定期检查软管；", "（2）不得擅自改装管道。")
    assert (rest.modality.value, [a.quote.text for a in rest.actions]) == ("must", ["定期检查软管"])
    assert (ban.modality.value, [a.quote.text for a in ban.actions]) == ("must_not", ["擅自改装管道"])
    assert {b.kind for b in ban.bearers} == {b.kind for b in rest.bearers}


DERIVED = [
    ("各地要督促企业严禁超能力生产。", "must", "must_not: 超能力生产"),
    ("督促企业不得降低安全条件。", "must", "must_not: 降低安全条件"),
    ("应急管理部门应当要求企业一律不得转让许可证。", "must", "must_not: 转让许可证"),
    ("要求企业必须持证上岗。", "must", "must: 持证上岗"),
    ("督促煤矿企业落实带班制度。", "must", "must: 落实带班制度"),
]


@pytest.mark.parametrize(("sentence", "own", "derived"), DERIVED, ids=[case[0] for case in DERIVED])
def test_what_a_second_party_is_told_has_its_own_modality(sentence: str, own: str, derived: str) -> None:
    document = plan(sentence)
    assert [duty.modality.value for duty in document.duties if duty.clause is not None] == [own]
    (told,) = document.derived
    assert f"{told.modality.value}: {told.actions[0].quote.text}" == derived


def test_a_criterion_with_a_bound_stays_among_its_criteria() -> None:
    (duty,) = duties("经营企业应当具备下列条件：", "（1）有固定场所；", "（2）注册资本不得少于50万元。")
    assert duty.modality.value == "must"
    assert len(duty.actions) == 2


@pytest.mark.parametrize("sentence", ["井下严禁吸烟。", "禁止使用淘汰设备。"])
def test_a_ban_without_subject_binds_who_could_do_it(sentence: str) -> None:
    (duty,) = duties(sentence)
    assert {b.kind.value for b in duty.bearers} == {"enterprise"}


def test_a_ban_of_official_wrongs_binds_authorities() -> None:
    (duty,) = duties("严禁违规审批。")
    assert {b.kind.value for b in duty.bearers} == {"government", "department"}


# bans behind an act without a comma, and bans in brackets: what each duty says, and whom the last binds
HIDDEN = [
    ("各部门要坚持原则不得办理。", ["must: 坚持原则", "must_not: 办理"], {"department"}),
    ("企业应当落实责任不得瞒报。", ["must: 落实责任", "must_not: 瞒报"], {"enterprise"}),
    ("要坚持问题导向不得走过场，认真整改。", ["must: 坚持问题导向", "must_not: 走过场", "must: 认真整改"], None),
    ("各部门要公布不得收取的费用。", ["must: 公布不得收取的费用"], {"department"}),
    ("各部门要查处不得经营的商品。", ["must: 查处不得经营的商品"], {"department"}),
    ("企业应当严格限制或者禁止使用明火。", ["must: 严格限制或者禁止使用明火"], {"enterprise"}),
    (
        "企业要加强现场管理（严禁违章作业）。",
        ["must: 加强现场管理（严禁违章作业）", "must_not: 违章作业"],
        {"enterprise"},
    ),
    (
        "各县要加强巡查（不得走过场），及时通报。",
        ["must: 加强巡查（不得走过场）", "must: 及时通报", "must_not: 走过场"],
        {"government"},
    ),
    ("加强管理。（严禁公款吃喝。）", ["must: 加强管理", "must_not: 公款吃喝"], {"government", "department"}),
    (
        "加强管理（严禁超员，不得超速）。",
        ["must: 加强管理（严禁超员，不得超速）", "must_not: 超员", "must_not: 超速"],
        None,
    ),
    ("设置（严禁烟火）标志。", ["must: 设置（严禁烟火）标志"], None),
    ("严格审批（原则上不得超过3天）。", ["must: 严格审批（原则上不得超过3天）"], None),
    # what the dictionary takes for one word (采取有效), a segment that ends in 目的
    ("矿山不必采取有效的措施。", ["may: 不必采取有效的措施"], {"enterprise"}),
    ("受托人不应当按照委托目的，转让财产。", ["must_not: 按照委托目的", "must_not: 转让财产"], None),
    # behind a chain that urges: the ban is that of the second party, unless only officials can do the wrong
    ("各县要督促企业开展自查，严禁超能力生产。", ["must: 督促企业开展自查", "must_not: 超能力生产"], {"enterprise"}),
    ("指导企业规范用工，不得拖欠工资。", ["must: 指导企业规范用工", "must_not: 拖欠工资"], {"enterprise"}),
    ("各地要督促学校加强管理，严禁使用明火。", ["must: 督促学校加强管理", "must_not: 使用明火"], {"institution"}),
    (
        "督促企业加强管理（严禁违章作业）。",
        ["must: 督促企业加强管理（严禁违章作业）", "must_not: 违章作业"],
        {"enterprise"},
    ),
    ("市应急局要督促企业开展自查，严禁走过场。", ["must: 督促企业开展自查", "must_not: 走过场"], {"department"}),
    (
        "各县要督促企业开展自查，加强执法检查，不得放任不管。",
        ["must: 督促企业开展自查", "must: 加强执法检查", "must_not: 放任不管"],
        {"government"},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "wanted", "bound"), HIDDEN, ids=[case[0] for case in HIDDEN])
def test_a_ban_beside_another_act(sentence: str, wanted: list[str], bound: set[str] | None) -> None:
    found = duties(sentence)
    acts = [f"{duty.modality.value}: {action.quote.text}" for duty in found for action in duty.actions]
    assert acts == wanted
    assert bound is None or {b.kind.value for b in found[-1].bearers} == bound
