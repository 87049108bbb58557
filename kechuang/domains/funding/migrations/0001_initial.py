import django.db.models.constraints
import django.db.models.deletion
import kechuang.core.clock
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from kechuang.core.schema import Together


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0009_by_number'),
        ('ledger', '0002_guards'),
        ('parties', '0005_history_in_bulk'),
        ('platforms', '0011_experts_answer_themselves'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together([
        migrations.CreateModel(
            name='Budget',
            fields=[
                ('case_ptr', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, parent_link=True, primary_key=True, related_name='as_budget', serialize=False, to='cases.case')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('note', models.TextField(blank=True, verbose_name='编制说明')),
                ('basic_ceiling', models.PositiveIntegerField(blank=True, null=True, verbose_name='基础研究经费比重上限（百万分之）')),
                ('standards', models.BooleanField(blank=True, null=True, verbose_name='已建立经费支出标准')),
                ('edition', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='批准版次')),
                ('submitted_on', models.DateField(blank=True, editable=False, null=True, verbose_name='提交日')),
                ('checked_on', models.DateField(blank=True, editable=False, null=True, verbose_name='审核日')),
                ('approved_on', models.DateField(blank=True, editable=False, null=True, verbose_name='批准日')),
                ('closed_year_on', models.DateField(blank=True, editable=False, null=True, verbose_name='决算日')),
                ('withdrawn_on', models.DateField(blank=True, editable=False, null=True)),
                ('platform', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='budgets', to='platforms.platform', verbose_name='平台')),
                ('previous', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='next', to='funding.budget', verbose_name='上年预算')),
                ('resolution', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='platforms.resolution', verbose_name='审定预算的决议')),
            ],
            options={
                'verbose_name': '年度预算',
            },
            bases=('cases.case',),
        ),
        migrations.CreateModel(
            name='BudgetEarmark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('money', models.CharField(choices=[('fiscal', '财政资金'), ('programme', '纵向经费'), ('contract', '横向经费'), ('transformation', '成果转化收入'), ('own', '自有资金'), ('social', '社会资金')], max_length=20, verbose_name='资金来源')),
                ('budget', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='marks', to='funding.budget')),
                ('earmark', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='budget_mark', to='ledger.earmark', verbose_name='专款')),
            ],
            options={
                'verbose_name': '预算专款',
                'ordering': ('budget', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='BudgetEdition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='版次')),
                ('procedure', models.CharField(choices=[('first', '首次批准'), ('within', '科目内调剂'), ('across', '科目间调整'), ('total', '总额调整'), ('result', '按评价结果调整')], max_length=10, verbose_name='程序')),
                ('reason', models.TextField(blank=True, verbose_name='理由')),
                ('document', models.CharField(blank=True, max_length=100, verbose_name='文号')),
                ('approved_on', models.DateField(default=kechuang.core.clock.today, verbose_name='批准日')),
                ('income', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='收入合计（元）')),
                ('spending', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='支出合计（元）')),
                ('approved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='批准人')),
                ('budget', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='funding.budget')),
            ],
            options={
                'verbose_name': '预算版次',
                'ordering': ('budget', 'number'),
            },
        ),
        migrations.CreateModel(
            name='BudgetEditionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('number', models.PositiveSmallIntegerField(verbose_name='版次')),
                ('procedure', models.CharField(choices=[('first', '首次批准'), ('within', '科目内调剂'), ('across', '科目间调整'), ('total', '总额调整'), ('result', '按评价结果调整')], max_length=10, verbose_name='程序')),
                ('reason', models.TextField(blank=True, verbose_name='理由')),
                ('document', models.CharField(blank=True, max_length=100, verbose_name='文号')),
                ('approved_on', models.DateField(default=kechuang.core.clock.today, verbose_name='批准日')),
                ('income', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='收入合计（元）')),
                ('spending', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='支出合计（元）')),
                ('approved_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='批准人')),
                ('budget', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funding.budget')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funding.budgetedition')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='BudgetLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='序号')),
                ('side', models.CharField(choices=[('income', '收入'), ('spending', '支出')], max_length=10, verbose_name='收支')),
                ('category', models.CharField(choices=[('fiscal', '财政补助收入'), ('research_income', '科研项目收入'), ('earned', '转化、服务和经营收入'), ('given', '捐赠、联合资金和其他收入'), ('carried', '上年结转'), ('staff', '人员经费'), ('equipment', '仪器设备购置'), ('research', '研究开发'), ('transformation', '成果转化'), ('incubation', '企业孵化和服务'), ('operation', '日常运行'), ('premises', '场地和基本建设'), ('other', '其他支出')], max_length=20, verbose_name='科目')),
                ('title', models.CharField(max_length=200, verbose_name='内容')),
                ('money', models.CharField(choices=[('fiscal', '财政资金'), ('programme', '纵向经费'), ('contract', '横向经费'), ('transformation', '成果转化收入'), ('own', '自有资金'), ('social', '社会资金')], max_length=20, verbose_name='资金来源')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='金额（元）')),
                ('approved', models.DecimalField(blank=True, decimal_places=2, editable=False, max_digits=18, null=True, verbose_name='批准金额（元）')),
                ('basic_research', models.BooleanField(default=False, verbose_name='用于基础研究')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='测算依据')),
                ('budget', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='funding.budget')),
                ('carried_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='carried_to', to='funding.budgetline', verbose_name='结转自')),
            ],
            options={
                'verbose_name': '预算项目',
                'ordering': ('budget', 'position'),
            },
        ),
        migrations.CreateModel(
            name='EditionLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='金额（元）')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='funding.budgetedition')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='history', to='funding.budgetline')),
            ],
            options={
                'verbose_name': '预算版次项目',
                'ordering': ('edition', 'line'),
            },
        ),
        migrations.CreateModel(
            name='FundSource',
            fields=[
                ('case_ptr', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, parent_link=True, primary_key=True, related_name='as_fund_source', serialize=False, to='cases.case')),
                ('use', models.CharField(choices=[('operating', '运行经费'), ('construction', '建设经费'), ('research', '科研经费'), ('matching', '配套资金'), ('incentive', '激励和奖励资金'), ('service', '政府购买服务'), ('talent', '人才经费'), ('other', '其他经费')], max_length=20, verbose_name='经费种类')),
                ('money', models.CharField(choices=[('fiscal', '财政资金'), ('programme', '纵向经费'), ('contract', '横向经费'), ('transformation', '成果转化收入'), ('own', '自有资金'), ('social', '社会资金')], max_length=20, verbose_name='资金来源')),
                ('level', models.CharField(blank=True, choices=[('county', '县级'), ('city', '市级'), ('province', '省级'), ('national', '国家级')], max_length=20, verbose_name='财政层级')),
                ('agreed', models.BooleanField(default=False, verbose_name='属于共建协议约定的支持')),
                ('lump_sum', models.BooleanField(default=False, verbose_name='实行包干制')),
                ('document', models.CharField(blank=True, max_length=100, verbose_name='文号')),
                ('valid_from', models.DateField(verbose_name='起')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='止')),
                ('funder', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation', verbose_name='拨款单位')),
            ],
            options={
                'verbose_name': '经费渠道',
            },
            bases=('cases.case',),
        ),
        migrations.CreateModel(
            name='BudgetLineEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('position', models.PositiveSmallIntegerField(verbose_name='序号')),
                ('side', models.CharField(choices=[('income', '收入'), ('spending', '支出')], max_length=10, verbose_name='收支')),
                ('category', models.CharField(choices=[('fiscal', '财政补助收入'), ('research_income', '科研项目收入'), ('earned', '转化、服务和经营收入'), ('given', '捐赠、联合资金和其他收入'), ('carried', '上年结转'), ('staff', '人员经费'), ('equipment', '仪器设备购置'), ('research', '研究开发'), ('transformation', '成果转化'), ('incubation', '企业孵化和服务'), ('operation', '日常运行'), ('premises', '场地和基本建设'), ('other', '其他支出')], max_length=20, verbose_name='科目')),
                ('title', models.CharField(max_length=200, verbose_name='内容')),
                ('money', models.CharField(choices=[('fiscal', '财政资金'), ('programme', '纵向经费'), ('contract', '横向经费'), ('transformation', '成果转化收入'), ('own', '自有资金'), ('social', '社会资金')], max_length=20, verbose_name='资金来源')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='金额（元）')),
                ('approved', models.DecimalField(blank=True, decimal_places=2, editable=False, max_digits=18, null=True, verbose_name='批准金额（元）')),
                ('basic_research', models.BooleanField(default=False, verbose_name='用于基础研究')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='测算依据')),
                ('budget', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funding.budget')),
                ('carried_from', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funding.budgetline', verbose_name='结转自')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funding.budgetline')),
                ('source', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funding.fundsource', verbose_name='经费渠道')),
            ],
            options={
                'abstract': False,
            },
        ),
        ]),
        migrations.AddField(
            model_name='budgetline',
            name='source',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='funding.fundsource', verbose_name='经费渠道'),
        ),
        migrations.CreateModel(
            name='BudgetEarmarkEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('money', models.CharField(choices=[('fiscal', '财政资金'), ('programme', '纵向经费'), ('contract', '横向经费'), ('transformation', '成果转化收入'), ('own', '自有资金'), ('social', '社会资金')], max_length=20, verbose_name='资金来源')),
                ('budget', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funding.budget')),
                ('earmark', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='ledger.earmark', verbose_name='专款')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funding.budgetearmark')),
                ('source', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funding.fundsource', verbose_name='经费渠道')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='budgetearmark',
            name='source',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='marks', to='funding.fundsource', verbose_name='经费渠道'),
        ),
        Together([
        migrations.CreateModel(
            name='FundSourceEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('case_ptr', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, parent_link=True, related_name='+', related_query_name='+', serialize=False, to='cases.case')),
                ('use', models.CharField(choices=[('operating', '运行经费'), ('construction', '建设经费'), ('research', '科研经费'), ('matching', '配套资金'), ('incentive', '激励和奖励资金'), ('service', '政府购买服务'), ('talent', '人才经费'), ('other', '其他经费')], max_length=20, verbose_name='经费种类')),
                ('money', models.CharField(choices=[('fiscal', '财政资金'), ('programme', '纵向经费'), ('contract', '横向经费'), ('transformation', '成果转化收入'), ('own', '自有资金'), ('social', '社会资金')], max_length=20, verbose_name='资金来源')),
                ('level', models.CharField(blank=True, choices=[('county', '县级'), ('city', '市级'), ('province', '省级'), ('national', '国家级')], max_length=20, verbose_name='财政层级')),
                ('agreed', models.BooleanField(default=False, verbose_name='属于共建协议约定的支持')),
                ('lump_sum', models.BooleanField(default=False, verbose_name='实行包干制')),
                ('document', models.CharField(blank=True, max_length=100, verbose_name='文号')),
                ('valid_from', models.DateField(verbose_name='起')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='止')),
                ('funder', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='parties.organisation', verbose_name='拨款单位')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funding.fundsource')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='NegativeListItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, verbose_name='项号')),
                ('text', models.CharField(max_length=300, verbose_name='不得列支的事项')),
                ('document', models.CharField(max_length=100, verbose_name='文号')),
                ('valid_from', models.DateField(verbose_name='起')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='止')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='negative_list', to='funding.fundsource', verbose_name='经费渠道')),
            ],
            options={
                'verbose_name': '负面清单',
                'ordering': ('source', 'code', 'valid_from'),
            },
        ),
        migrations.CreateModel(
            name='NegativeListItemEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('code', models.CharField(max_length=20, verbose_name='项号')),
                ('text', models.CharField(max_length=300, verbose_name='不得列支的事项')),
                ('document', models.CharField(max_length=100, verbose_name='文号')),
                ('valid_from', models.DateField(verbose_name='起')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='止')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funding.negativelistitem')),
                ('source', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funding.fundsource', verbose_name='经费渠道')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SupportProgramme',
            fields=[
                ('case_ptr', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, parent_link=True, primary_key=True, related_name='as_support_programme', serialize=False, to='cases.case')),
                ('mode', models.CharField(choices=[('fixed_support', '定额保障'), ('base_plus_incentive', '保底+激励'), ('matching', '配套保障'), ('purchased_service', '购买服务')], max_length=30, verbose_name='保障方式')),
                ('adopted_on', models.DateField(blank=True, editable=False, null=True, verbose_name='生效日')),
                ('ended_on', models.DateField(blank=True, editable=False, null=True, verbose_name='结束日')),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='support_programmes', to='platforms.agreement', verbose_name='共建协议')),
                ('platform', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='support_programmes', to='platforms.platform', verbose_name='平台')),
            ],
            options={
                'verbose_name': '保障方案',
            },
            bases=('cases.case',),
        ),
        migrations.CreateModel(
            name='BudgetEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('case_ptr', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, parent_link=True, related_name='+', related_query_name='+', serialize=False, to='cases.case')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('note', models.TextField(blank=True, verbose_name='编制说明')),
                ('basic_ceiling', models.PositiveIntegerField(blank=True, null=True, verbose_name='基础研究经费比重上限（百万分之）')),
                ('standards', models.BooleanField(blank=True, null=True, verbose_name='已建立经费支出标准')),
                ('edition', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='批准版次')),
                ('submitted_on', models.DateField(blank=True, editable=False, null=True, verbose_name='提交日')),
                ('checked_on', models.DateField(blank=True, editable=False, null=True, verbose_name='审核日')),
                ('approved_on', models.DateField(blank=True, editable=False, null=True, verbose_name='批准日')),
                ('closed_year_on', models.DateField(blank=True, editable=False, null=True, verbose_name='决算日')),
                ('withdrawn_on', models.DateField(blank=True, editable=False, null=True)),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funding.budget')),
                ('platform', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='platforms.platform', verbose_name='平台')),
                ('previous', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funding.budget', verbose_name='上年预算')),
                ('resolution', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='platforms.resolution', verbose_name='审定预算的决议')),
                ('programme', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funding.supportprogramme', verbose_name='保障方案')),
            ],
            options={
                'abstract': False,
            },
        ),
        ]),
        migrations.AddField(
            model_name='budget',
            name='programme',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='budgets', to='funding.supportprogramme', verbose_name='保障方案'),
        ),
        Together([
        migrations.CreateModel(
            name='SupportProgrammeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('case_ptr', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, parent_link=True, related_name='+', related_query_name='+', serialize=False, to='cases.case')),
                ('mode', models.CharField(choices=[('fixed_support', '定额保障'), ('base_plus_incentive', '保底+激励'), ('matching', '配套保障'), ('purchased_service', '购买服务')], max_length=30, verbose_name='保障方式')),
                ('adopted_on', models.DateField(blank=True, editable=False, null=True, verbose_name='生效日')),
                ('ended_on', models.DateField(blank=True, editable=False, null=True, verbose_name='结束日')),
                ('agreement', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='platforms.agreement', verbose_name='共建协议')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funding.supportprogramme')),
                ('platform', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='platforms.platform', verbose_name='平台')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SupportYear',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('base', models.DecimalField(decimal_places=2, default=0, max_digits=18, verbose_name='基础保障（元）')),
                ('incentive', models.DecimalField(decimal_places=2, default=0, max_digits=18, verbose_name='激励资金（元）')),
                ('ceiling', models.DecimalField(decimal_places=2, default=0, max_digits=18, verbose_name='配套上限（元）')),
                ('targets_met', models.BooleanField(blank=True, null=True, verbose_name='年度目标已达到')),
                ('basis', models.CharField(blank=True, max_length=300, verbose_name='认定依据')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='years', to='funding.supportprogramme')),
            ],
            options={
                'verbose_name': '年度保障',
                'ordering': ('programme', 'year'),
            },
        ),
        migrations.CreateModel(
            name='SupportYearEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('base', models.DecimalField(decimal_places=2, default=0, max_digits=18, verbose_name='基础保障（元）')),
                ('incentive', models.DecimalField(decimal_places=2, default=0, max_digits=18, verbose_name='激励资金（元）')),
                ('ceiling', models.DecimalField(decimal_places=2, default=0, max_digits=18, verbose_name='配套上限（元）')),
                ('targets_met', models.BooleanField(blank=True, null=True, verbose_name='年度目标已达到')),
                ('basis', models.CharField(blank=True, max_length=300, verbose_name='认定依据')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funding.supportyear')),
                ('programme', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funding.supportprogramme')),
            ],
            options={
                'abstract': False,
            },
        ),
        ]),
        Together([
        migrations.AddConstraint(
            model_name='budgetedition',
            constraint=models.UniqueConstraint(fields=('budget', 'number'), name='budget_edition_once'),
        ),
        migrations.AddConstraint(
            model_name='budgetedition',
            constraint=models.CheckConstraint(condition=models.Q(('spending__gte', 0), ('spending__lte', models.F('income'))), name='budget_edition_covers_its_spending'),
        ),
        migrations.AddConstraint(
            model_name='budgetedition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('number', 1), ('procedure', 'first')), models.Q(('number__gt', 1), models.Q(('procedure', 'first'), _negated=True), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='budget_edition_changed_for_a_reason'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='budgetedition',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funding_budgeteditionevent" ("approved_by_id", "approved_on", "budget_id", "document", "id", "income", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "procedure", "reason", "spending") VALUES (NEW."approved_by_id", NEW."approved_on", NEW."budget_id", NEW."document", NEW."id", NEW."income", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."procedure", NEW."reason", NEW."spending"); RETURN NULL;', hash='b7a7b3cfa47458c25462a76292d09ebf3291bf4e', operation='INSERT', pgid='pgtrigger_insert_insert_6312d', table='funding_budgetedition', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='budgetedition',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funding_budgeteditionevent" ("approved_by_id", "approved_on", "budget_id", "document", "id", "income", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "procedure", "reason", "spending") VALUES (NEW."approved_by_id", NEW."approved_on", NEW."budget_id", NEW."document", NEW."id", NEW."income", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."procedure", NEW."reason", NEW."spending"); RETURN NULL;', hash='87bef27fd3080142a8d81aa0553c3acb794d53ef', operation='UPDATE', pgid='pgtrigger_update_update_39dbc', table='funding_budgetedition', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='budgetedition',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funding_budgeteditionevent" ("approved_by_id", "approved_on", "budget_id", "document", "id", "income", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "procedure", "reason", "spending") VALUES (OLD."approved_by_id", OLD."approved_on", OLD."budget_id", OLD."document", OLD."id", OLD."income", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."procedure", OLD."reason", OLD."spending"); RETURN NULL;', hash='146fe92ce1600bca9959968a6f84c84ac15ddeb2', operation='DELETE', pgid='pgtrigger_delete_delete_8838f', table='funding_budgetedition', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='budgeteditionevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='cdb0dc727bff3dc8e2a085a95719c85ddd464f24', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3a89d', table='funding_budgeteditionevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='editionline',
            constraint=models.UniqueConstraint(fields=('edition', 'line'), name='edition_line_once'),
        ),
        migrations.AddConstraint(
            model_name='editionline',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='edition_line_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='fundsource',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='fund_source_dates'),
        ),
        migrations.AddConstraint(
            model_name='fundsource',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('money', 'fiscal'), _negated=True), models.Q(('level', ''), _negated=True), _connector='OR'), name='fund_source_of_fiscal_level'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fundsource',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funding_fundsourceevent" ("agreed", "case_ptr_id", "document", "funder_id", "level", "lump_sum", "money", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "use", "valid_from", "valid_to") VALUES (NEW."agreed", NEW."case_ptr_id", NEW."document", NEW."funder_id", NEW."level", NEW."lump_sum", NEW."money", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."case_ptr_id", NEW."use", NEW."valid_from", NEW."valid_to"); RETURN NULL;', hash='4984aa72c1baca83373723b04c4f5bcbc0c0f0d4', operation='INSERT', pgid='pgtrigger_insert_insert_2e3c5', table='funding_fundsource', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fundsource',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."agreed" IS DISTINCT FROM (NEW."agreed") OR OLD."case_ptr_id" IS DISTINCT FROM (NEW."case_ptr_id") OR OLD."document" IS DISTINCT FROM (NEW."document") OR OLD."funder_id" IS DISTINCT FROM (NEW."funder_id") OR OLD."level" IS DISTINCT FROM (NEW."level") OR OLD."lump_sum" IS DISTINCT FROM (NEW."lump_sum") OR OLD."money" IS DISTINCT FROM (NEW."money") OR OLD."use" IS DISTINCT FROM (NEW."use") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."valid_to" IS DISTINCT FROM (NEW."valid_to"))', func='INSERT INTO "funding_fundsourceevent" ("agreed", "case_ptr_id", "document", "funder_id", "level", "lump_sum", "money", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "use", "valid_from", "valid_to") VALUES (NEW."agreed", NEW."case_ptr_id", NEW."document", NEW."funder_id", NEW."level", NEW."lump_sum", NEW."money", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."case_ptr_id", NEW."use", NEW."valid_from", NEW."valid_to"); RETURN NULL;', hash='a4bcf4389a436a5b2c0ccf657d00fd707d429dde', operation='UPDATE', pgid='pgtrigger_update_update_9e9c9', table='funding_fundsource', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fundsource',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funding_fundsourceevent" ("agreed", "case_ptr_id", "document", "funder_id", "level", "lump_sum", "money", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "use", "valid_from", "valid_to") VALUES (OLD."agreed", OLD."case_ptr_id", OLD."document", OLD."funder_id", OLD."level", OLD."lump_sum", OLD."money", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."case_ptr_id", OLD."use", OLD."valid_from", OLD."valid_to"); RETURN NULL;', hash='50331a12c67d95def817e82a60f08b597475f0fb', operation='DELETE', pgid='pgtrigger_delete_delete_6a7a8', table='funding_fundsource', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='budgetlineevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='326a6fbe016a5bbeb1b414e94e84690c868ffc56', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_44f7b', table='funding_budgetlineevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='budgetline',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('budget', 'position'), name='budget_line_position'),
        ),
        migrations.AddConstraint(
            model_name='budgetline',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='budget_line_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='budgetline',
            constraint=models.CheckConstraint(condition=models.Q(('approved', None), ('approved__gte', 0), _connector='OR'), name='budget_line_approved_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='budgetline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('category__in', ('fiscal', 'research_income', 'earned', 'given', 'carried')), ('side', 'income')), models.Q(('side', 'spending'), models.Q(('category__in', ('fiscal', 'research_income', 'earned', 'given', 'carried')), _negated=True)), _connector='OR'), name='budget_line_category_of_its_side'),
        ),
        migrations.AddConstraint(
            model_name='budgetline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('money', 'fiscal'), _negated=True), ('source__isnull', False), _connector='OR'), name='budget_line_fiscal_money_from_a_source'),
        ),
        migrations.AddConstraint(
            model_name='budgetline',
            constraint=models.CheckConstraint(condition=models.Q(('basic_research', False), ('side', 'spending'), _connector='OR'), name='budget_line_basic_research_is_spending'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='budgetline',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funding_budgetlineevent" ("amount", "approved", "basic_research", "budget_id", "carried_from_id", "category", "id", "money", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "side", "source_id", "title") VALUES (NEW."amount", NEW."approved", NEW."basic_research", NEW."budget_id", NEW."carried_from_id", NEW."category", NEW."id", NEW."money", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position", NEW."side", NEW."source_id", NEW."title"); RETURN NULL;', hash='0ef730c85e92c8d16ba54f79923ad5ab5d93f9c7', operation='INSERT', pgid='pgtrigger_insert_insert_c094a', table='funding_budgetline', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='budgetline',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funding_budgetlineevent" ("amount", "approved", "basic_research", "budget_id", "carried_from_id", "category", "id", "money", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "side", "source_id", "title") VALUES (NEW."amount", NEW."approved", NEW."basic_research", NEW."budget_id", NEW."carried_from_id", NEW."category", NEW."id", NEW."money", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."side", NEW."source_id", NEW."title"); RETURN NULL;', hash='edbb505a7019d3f53f339322f198955cd2b42340', operation='UPDATE', pgid='pgtrigger_update_update_179cb', table='funding_budgetline', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='budgetline',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funding_budgetlineevent" ("amount", "approved", "basic_research", "budget_id", "carried_from_id", "category", "id", "money", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "side", "source_id", "title") VALUES (OLD."amount", OLD."approved", OLD."basic_research", OLD."budget_id", OLD."carried_from_id", OLD."category", OLD."id", OLD."money", OLD."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position", OLD."side", OLD."source_id", OLD."title"); RETURN NULL;', hash='1a149c62eb90a34765e5e1c035550a481fc23e1a', operation='DELETE', pgid='pgtrigger_delete_delete_364a2', table='funding_budgetline', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='budgetearmarkevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='cecfede75fdc08c6c958812d4686b5ad97cee7e5', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ebf9b', table='funding_budgetearmarkevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='budgetearmark',
            constraint=models.UniqueConstraint(fields=('budget', 'money', 'source'), name='budget_earmark_once', nulls_distinct=False),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='budgetearmark',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funding_budgetearmarkevent" ("budget_id", "earmark_id", "id", "money", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id") VALUES (NEW."budget_id", NEW."earmark_id", NEW."id", NEW."money", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."source_id"); RETURN NULL;', hash='7f7056a1341f4c145de689434652899d34266fde', operation='INSERT', pgid='pgtrigger_insert_insert_080df', table='funding_budgetearmark', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='budgetearmark',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funding_budgetearmarkevent" ("budget_id", "earmark_id", "id", "money", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id") VALUES (NEW."budget_id", NEW."earmark_id", NEW."id", NEW."money", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."source_id"); RETURN NULL;', hash='258f69bf637cfee58a6e610a1f03a5bcf17e4617', operation='UPDATE', pgid='pgtrigger_update_update_826ad', table='funding_budgetearmark', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='budgetearmark',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funding_budgetearmarkevent" ("budget_id", "earmark_id", "id", "money", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id") VALUES (OLD."budget_id", OLD."earmark_id", OLD."id", OLD."money", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."source_id"); RETURN NULL;', hash='9ea11a4b388b7eda96ad0494ad801d164b4107a5', operation='DELETE', pgid='pgtrigger_delete_delete_fc6df', table='funding_budgetearmark', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fundsourceevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4c723624c86477b6e9d0bb744765131fe66e6a2d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_72efa', table='funding_fundsourceevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='negativelistitem',
            constraint=models.UniqueConstraint(fields=('source', 'code', 'valid_from'), name='negative_item_begins_once'),
        ),
        migrations.AddConstraint(
            model_name='negativelistitem',
            constraint=models.UniqueConstraint(condition=models.Q(('valid_to', None)), fields=('source', 'code'), name='negative_item_runs_once'),
        ),
        migrations.AddConstraint(
            model_name='negativelistitem',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='negative_item_dates'),
        ),
        migrations.AddConstraint(
            model_name='negativelistitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), models.Q(('code', ''), _negated=True)), name='negative_item_says_what'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='negativelistitem',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funding_negativelistitemevent" ("code", "document", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id", "text", "valid_from", "valid_to") VALUES (NEW."code", NEW."document", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."source_id", NEW."text", NEW."valid_from", NEW."valid_to"); RETURN NULL;', hash='f003be46de7cd5cd6981690071d3238f9902e0f5', operation='INSERT', pgid='pgtrigger_insert_insert_24ff4', table='funding_negativelistitem', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='negativelistitem',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funding_negativelistitemevent" ("code", "document", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id", "text", "valid_from", "valid_to") VALUES (NEW."code", NEW."document", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."source_id", NEW."text", NEW."valid_from", NEW."valid_to"); RETURN NULL;', hash='fa0463ceab8f5314894776738a47ac58eab704e0', operation='UPDATE', pgid='pgtrigger_update_update_349f5', table='funding_negativelistitem', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='negativelistitem',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funding_negativelistitemevent" ("code", "document", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id", "text", "valid_from", "valid_to") VALUES (OLD."code", OLD."document", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."source_id", OLD."text", OLD."valid_from", OLD."valid_to"); RETURN NULL;', hash='17fbaa90d849a89d2babaefa8ad89100b0f9727c', operation='DELETE', pgid='pgtrigger_delete_delete_e8f68', table='funding_negativelistitem', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='negativelistitemevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ddde14e93fc1a1060c92e07b278f5af7a29acbfb', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d9bb3', table='funding_negativelistitemevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='supportprogramme',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('agreement',), name='support_programme_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='supportprogramme',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funding_supportprogrammeevent" ("adopted_on", "agreement_id", "case_ptr_id", "ended_on", "mode", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "platform_id") VALUES (NEW."adopted_on", NEW."agreement_id", NEW."case_ptr_id", NEW."ended_on", NEW."mode", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."case_ptr_id", NEW."platform_id"); RETURN NULL;', hash='36f9b8b892dba0adc68792aae42dbbe9fdc2bb72', operation='INSERT', pgid='pgtrigger_insert_insert_44f06', table='funding_supportprogramme', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='supportprogramme',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."adopted_on" IS DISTINCT FROM (NEW."adopted_on") OR OLD."agreement_id" IS DISTINCT FROM (NEW."agreement_id") OR OLD."case_ptr_id" IS DISTINCT FROM (NEW."case_ptr_id") OR OLD."ended_on" IS DISTINCT FROM (NEW."ended_on") OR OLD."mode" IS DISTINCT FROM (NEW."mode") OR OLD."platform_id" IS DISTINCT FROM (NEW."platform_id"))', func='INSERT INTO "funding_supportprogrammeevent" ("adopted_on", "agreement_id", "case_ptr_id", "ended_on", "mode", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "platform_id") VALUES (NEW."adopted_on", NEW."agreement_id", NEW."case_ptr_id", NEW."ended_on", NEW."mode", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."case_ptr_id", NEW."platform_id"); RETURN NULL;', hash='886369c5c9be7d4290bedee16b2340264dc1e733', operation='UPDATE', pgid='pgtrigger_update_update_b5840', table='funding_supportprogramme', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='supportprogramme',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funding_supportprogrammeevent" ("adopted_on", "agreement_id", "case_ptr_id", "ended_on", "mode", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "platform_id") VALUES (OLD."adopted_on", OLD."agreement_id", OLD."case_ptr_id", OLD."ended_on", OLD."mode", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."case_ptr_id", OLD."platform_id"); RETURN NULL;', hash='67a92e0646b03d4aa9f679602cfdb764eac3fd06', operation='DELETE', pgid='pgtrigger_delete_delete_e2d81', table='funding_supportprogramme', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='budgetevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='18280867147f21ff62da40172fa415b2022cacc1', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5f751', table='funding_budgetevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='budget',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_on', None)), fields=('platform', 'year'), name='budget_once_a_year'),
        ),
        migrations.AddConstraint(
            model_name='budget',
            constraint=models.CheckConstraint(condition=models.Q(('basic_ceiling', None), ('basic_ceiling__lte', 1000000), _connector='OR'), name='budget_basic_ceiling'),
        ),
        migrations.AddConstraint(
            model_name='budget',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_on', None), ('edition', 0)), models.Q(('approved_on__isnull', False), ('edition__gte', 1)), _connector='OR'), name='budget_approved_has_edition'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='budget',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funding_budgetevent" ("approved_on", "basic_ceiling", "case_ptr_id", "checked_on", "closed_year_on", "edition", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "platform_id", "previous_id", "programme_id", "resolution_id", "standards", "submitted_on", "withdrawn_on", "year") VALUES (NEW."approved_on", NEW."basic_ceiling", NEW."case_ptr_id", NEW."checked_on", NEW."closed_year_on", NEW."edition", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."case_ptr_id", NEW."platform_id", NEW."previous_id", NEW."programme_id", NEW."resolution_id", NEW."standards", NEW."submitted_on", NEW."withdrawn_on", NEW."year"); RETURN NULL;', hash='cd9f4f0393c1716e9ea43e340b6fd2ae2a7336c6', operation='INSERT', pgid='pgtrigger_insert_insert_9276d', table='funding_budget', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='budget',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."approved_on" IS DISTINCT FROM (NEW."approved_on") OR OLD."basic_ceiling" IS DISTINCT FROM (NEW."basic_ceiling") OR OLD."case_ptr_id" IS DISTINCT FROM (NEW."case_ptr_id") OR OLD."checked_on" IS DISTINCT FROM (NEW."checked_on") OR OLD."closed_year_on" IS DISTINCT FROM (NEW."closed_year_on") OR OLD."edition" IS DISTINCT FROM (NEW."edition") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."platform_id" IS DISTINCT FROM (NEW."platform_id") OR OLD."previous_id" IS DISTINCT FROM (NEW."previous_id") OR OLD."programme_id" IS DISTINCT FROM (NEW."programme_id") OR OLD."resolution_id" IS DISTINCT FROM (NEW."resolution_id") OR OLD."standards" IS DISTINCT FROM (NEW."standards") OR OLD."submitted_on" IS DISTINCT FROM (NEW."submitted_on") OR OLD."withdrawn_on" IS DISTINCT FROM (NEW."withdrawn_on") OR OLD."year" IS DISTINCT FROM (NEW."year"))', func='INSERT INTO "funding_budgetevent" ("approved_on", "basic_ceiling", "case_ptr_id", "checked_on", "closed_year_on", "edition", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "platform_id", "previous_id", "programme_id", "resolution_id", "standards", "submitted_on", "withdrawn_on", "year") VALUES (NEW."approved_on", NEW."basic_ceiling", NEW."case_ptr_id", NEW."checked_on", NEW."closed_year_on", NEW."edition", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."case_ptr_id", NEW."platform_id", NEW."previous_id", NEW."programme_id", NEW."resolution_id", NEW."standards", NEW."submitted_on", NEW."withdrawn_on", NEW."year"); RETURN NULL;', hash='8026cac8b23fa3d259b3651b7dfe727edfd65593', operation='UPDATE', pgid='pgtrigger_update_update_85b54', table='funding_budget', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='budget',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funding_budgetevent" ("approved_on", "basic_ceiling", "case_ptr_id", "checked_on", "closed_year_on", "edition", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "platform_id", "previous_id", "programme_id", "resolution_id", "standards", "submitted_on", "withdrawn_on", "year") VALUES (OLD."approved_on", OLD."basic_ceiling", OLD."case_ptr_id", OLD."checked_on", OLD."closed_year_on", OLD."edition", OLD."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."case_ptr_id", OLD."platform_id", OLD."previous_id", OLD."programme_id", OLD."resolution_id", OLD."standards", OLD."submitted_on", OLD."withdrawn_on", OLD."year"); RETURN NULL;', hash='6f091da40ecda88603e502ff534f8d109eb93af3', operation='DELETE', pgid='pgtrigger_delete_delete_ab1e4', table='funding_budget', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='supportprogrammeevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c9cd2d0ff6c9fbab75a82427378bff341e0f91b5', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3bfeb', table='funding_supportprogrammeevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='supportyear',
            constraint=models.UniqueConstraint(fields=('programme', 'year'), name='support_year_once'),
        ),
        migrations.AddConstraint(
            model_name='supportyear',
            constraint=models.CheckConstraint(condition=models.Q(('base__gte', 0), ('ceiling__gte', 0), ('incentive__gte', 0)), name='support_year_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='supportyear',
            constraint=models.CheckConstraint(condition=models.Q(('targets_met', None), models.Q(('basis', ''), _negated=True), _connector='OR'), name='support_year_targets_with_basis'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='supportyear',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funding_supportyearevent" ("base", "basis", "ceiling", "id", "incentive", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "targets_met", "year") VALUES (NEW."base", NEW."basis", NEW."ceiling", NEW."id", NEW."incentive", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."programme_id", NEW."targets_met", NEW."year"); RETURN NULL;', hash='a0d5103d3b685ae0e9ece35d007bc9d08f024031', operation='INSERT', pgid='pgtrigger_insert_insert_5d2cd', table='funding_supportyear', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='supportyear',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funding_supportyearevent" ("base", "basis", "ceiling", "id", "incentive", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "targets_met", "year") VALUES (NEW."base", NEW."basis", NEW."ceiling", NEW."id", NEW."incentive", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."programme_id", NEW."targets_met", NEW."year"); RETURN NULL;', hash='b5acd2e06fde514525224641d6174842a4039112', operation='UPDATE', pgid='pgtrigger_update_update_73c41', table='funding_supportyear', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='supportyear',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funding_supportyearevent" ("base", "basis", "ceiling", "id", "incentive", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "targets_met", "year") VALUES (OLD."base", OLD."basis", OLD."ceiling", OLD."id", OLD."incentive", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."programme_id", OLD."targets_met", OLD."year"); RETURN NULL;', hash='96847207e9fa0a2dd1dad112e1edabd8075c2efd', operation='DELETE', pgid='pgtrigger_delete_delete_4537f', table='funding_supportyear', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='supportyearevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b7af067665fad728a6275c751d727e94874862d2', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ff531', table='funding_supportyearevent', when='BEFORE')),
        ),
        ]),
    ]
