import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import hafen.core.db.fields
import hafen.core.db.identifiers
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.UUIDField(default=hafen.core.db.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('email', models.EmailField(blank=True, max_length=254, null=True, verbose_name='e-mail address')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('language', models.CharField(default='de', max_length=12, verbose_name='language')),
                ('is_active', models.BooleanField(default=True, verbose_name='may sign in')),
                ('left_on', models.DateField(blank=True, editable=False, null=True, verbose_name='left on')),
                ('session_round', models.PositiveIntegerField(default=1, editable=False)),
                ('municipality', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.municipality')),
            ],
            options={
                'verbose_name': 'user',
                'verbose_name_plural': 'users',
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='one_user_per_email_address')],
            },
        ),
        migrations.CreateModel(
            name='Deputy',
            fields=[
                ('id', models.UUIDField(default=hafen.core.db.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('valid_from', models.DateField(verbose_name='from')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('deputy', hafen.core.db.fields.LocalForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stands_in_for', to=settings.AUTH_USER_MODEL, verbose_name='deputy')),
                ('municipality', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.municipality')),
                ('user', hafen.core.db.fields.LocalForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deputies', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'deputy',
                'verbose_name_plural': 'deputies',
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='deputy_ends_after_the_start'), models.CheckConstraint(condition=models.Q(('user', models.F('deputy')), _negated=True), name='nobody_is_their_own_deputy')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.UUIDField(default=hafen.core.db.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('language', models.CharField(default='de', max_length=12, verbose_name='language')),
                ('token_hash', models.CharField(editable=False, max_length=64)),
                ('expires_at', models.DateTimeField(verbose_name='expires at')),
                ('redeemed_at', models.DateTimeField(editable=False, null=True, verbose_name='redeemed at')),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True, verbose_name='withdrawn at')),
                ('invited_by', hafen.core.db.fields.LocalForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='invited by')),
                ('municipality', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.municipality')),
            ],
            options={
                'verbose_name': 'invitation',
                'verbose_name_plural': 'invitations',
                'constraints': [models.UniqueConstraint(fields=('token_hash',), name='one_invitation_per_secret'), models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('created_at'))), name='invitation_expires_after_it_was_made')],
            },
        ),
        migrations.CreateModel(
            name='InvitedRole',
            fields=[
                ('id', models.UUIDField(default=hafen.core.db.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('role', models.CharField(choices=[('R01', 'visitor'), ('R02', 'person seeking advice'), ('R03', "residents' council"), ('R04', 'neighbour or landlord'), ('R05', 'volunteer'), ('R06', 'sponsor or tandem partner'), ('R07', 'integration guide'), ('R08', 'interpreter'), ('R09', 'provider of language mediation'), ('R10', 'editor of an organisation'), ('R11', 'speaker of a network'), ('R12', 'volunteer coordinator'), ('R13', 'social worker'), ('R14', 'integration manager'), ('R15', 'social service handing over'), ('R16', 'clerk for moves and registration'), ('R17', 'accommodation manager'), ('R18', 'social caretaker'), ('R19', 'housing agent'), ('R20', 'labour-market coordinator'), ('R21', 'contact at an authority'), ('R22', 'editor'), ('R23', 'trainer'), ('R24', 'donation desk'), ('R25', 'project lead'), ('R26', 'administrative coordinator'), ('R27', 'assessor of applications'), ('R28', 'steering'), ('R29', 'councillor'), ('R30', 'member of an advisory council'), ('R31', 'commissioner'), ('R32', 'funding body'), ('R33', 'evaluator'), ('R34', 'intern'), ('R35', 'data protection officer'), ('R36', 'system administrator'), ('R37', 'noticeboard moderator'), ('R38', 'interpreter coordinator'), ('R39', 'administrator of the municipality'), ('R40', 'auditor'), ('R41', 'case worker of a partner')], max_length=3, verbose_name='role')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('invitation', hafen.core.db.fields.LocalForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='roles', to='accounts.invitation')),
                ('municipality', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.municipality')),
            ],
            options={
                'verbose_name': 'role of an invitation',
                'verbose_name_plural': 'roles of invitations',
                'constraints': [models.UniqueConstraint(fields=('invitation', 'role'), name='one_invited_role_per_invitation')],
            },
        ),
        migrations.CreateModel(
            name='Position',
            fields=[
                ('id', models.UUIDField(default=hafen.core.db.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('department', models.CharField(blank=True, max_length=120, verbose_name='department')),
                ('employer', models.CharField(blank=True, max_length=120, verbose_name='employer')),
                ('share', models.DecimalField(decimal_places=2, default=Decimal('1.00'), max_digits=4, validators=[django.core.validators.MinValueValidator(Decimal('0.05')), django.core.validators.MaxValueValidator(Decimal('20'))], verbose_name='share of a full post')),
                ('funding', models.CharField(blank=True, max_length=200, verbose_name='funding')),
                ('description', models.TextField(blank=True, verbose_name='job description')),
                ('valid_from', models.DateField(verbose_name='from')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('municipality', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.municipality')),
            ],
            options={
                'verbose_name': 'post',
                'verbose_name_plural': 'posts',
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='position_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(('share__gt', 0)), name='position_has_a_share')],
            },
        ),
        migrations.CreateModel(
            name='PositionTask',
            fields=[
                ('id', models.UUIDField(default=hafen.core.db.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('name', models.CharField(max_length=200, verbose_name='task')),
                ('activity', models.CharField(blank=True, max_length=60, verbose_name='counted activity')),
                ('municipality', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.municipality')),
                ('position', hafen.core.db.fields.LocalForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tasks', to='accounts.position', verbose_name='post')),
            ],
            options={
                'verbose_name': 'task of a post',
                'verbose_name_plural': 'tasks of posts',
            },
        ),
        migrations.CreateModel(
            name='RoleAssignment',
            fields=[
                ('id', models.UUIDField(default=hafen.core.db.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('role', models.CharField(choices=[('R01', 'visitor'), ('R02', 'person seeking advice'), ('R03', "residents' council"), ('R04', 'neighbour or landlord'), ('R05', 'volunteer'), ('R06', 'sponsor or tandem partner'), ('R07', 'integration guide'), ('R08', 'interpreter'), ('R09', 'provider of language mediation'), ('R10', 'editor of an organisation'), ('R11', 'speaker of a network'), ('R12', 'volunteer coordinator'), ('R13', 'social worker'), ('R14', 'integration manager'), ('R15', 'social service handing over'), ('R16', 'clerk for moves and registration'), ('R17', 'accommodation manager'), ('R18', 'social caretaker'), ('R19', 'housing agent'), ('R20', 'labour-market coordinator'), ('R21', 'contact at an authority'), ('R22', 'editor'), ('R23', 'trainer'), ('R24', 'donation desk'), ('R25', 'project lead'), ('R26', 'administrative coordinator'), ('R27', 'assessor of applications'), ('R28', 'steering'), ('R29', 'councillor'), ('R30', 'member of an advisory council'), ('R31', 'commissioner'), ('R32', 'funding body'), ('R33', 'evaluator'), ('R34', 'intern'), ('R35', 'data protection officer'), ('R36', 'system administrator'), ('R37', 'noticeboard moderator'), ('R38', 'interpreter coordinator'), ('R39', 'administrator of the municipality'), ('R40', 'auditor'), ('R41', 'case worker of a partner')], max_length=3, verbose_name='role')),
                ('valid_from', models.DateField(verbose_name='from')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('granted_by', hafen.core.db.fields.LocalForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='granted by')),
                ('municipality', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.municipality')),
                ('user', hafen.core.db.fields.LocalForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'role of a person',
                'verbose_name_plural': 'roles of people',
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='role_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(('granted_by__isnull', True), models.Q(('granted_by', models.F('user')), _negated=True), _connector='OR'), name='nobody_grants_a_role_to_themselves'), models.CheckConstraint(condition=models.Q(('role__in', ['R02', 'R03', 'R04', 'R05', 'R06', 'R07', 'R08', 'R09', 'R10', 'R11', 'R12', 'R13', 'R14', 'R15', 'R16', 'R17', 'R18', 'R19', 'R20', 'R21', 'R22', 'R23', 'R24', 'R25', 'R26', 'R27', 'R28', 'R29', 'R30', 'R31', 'R32', 'R33', 'R34', 'R35', 'R36', 'R37', 'R38', 'R39', 'R40', 'R41'])), name='a_stored_role_is_a_known_one')],
            },
        ),
        migrations.CreateModel(
            name='RoleCondition',
            fields=[
                ('id', models.UUIDField(default=hafen.core.db.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('role', models.CharField(choices=[('R01', 'visitor'), ('R02', 'person seeking advice'), ('R03', "residents' council"), ('R04', 'neighbour or landlord'), ('R05', 'volunteer'), ('R06', 'sponsor or tandem partner'), ('R07', 'integration guide'), ('R08', 'interpreter'), ('R09', 'provider of language mediation'), ('R10', 'editor of an organisation'), ('R11', 'speaker of a network'), ('R12', 'volunteer coordinator'), ('R13', 'social worker'), ('R14', 'integration manager'), ('R15', 'social service handing over'), ('R16', 'clerk for moves and registration'), ('R17', 'accommodation manager'), ('R18', 'social caretaker'), ('R19', 'housing agent'), ('R20', 'labour-market coordinator'), ('R21', 'contact at an authority'), ('R22', 'editor'), ('R23', 'trainer'), ('R24', 'donation desk'), ('R25', 'project lead'), ('R26', 'administrative coordinator'), ('R27', 'assessor of applications'), ('R28', 'steering'), ('R29', 'councillor'), ('R30', 'member of an advisory council'), ('R31', 'commissioner'), ('R32', 'funding body'), ('R33', 'evaluator'), ('R34', 'intern'), ('R35', 'data protection officer'), ('R36', 'system administrator'), ('R37', 'noticeboard moderator'), ('R38', 'interpreter coordinator'), ('R39', 'administrator of the municipality'), ('R40', 'auditor'), ('R41', 'case worker of a partner')], max_length=3, verbose_name='role')),
                ('needs_undertaking', models.BooleanField(verbose_name='needs a signed undertaking')),
                ('municipality', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.municipality')),
            ],
            options={
                'verbose_name': 'condition of a role',
                'verbose_name_plural': 'conditions of roles',
                'constraints': [models.UniqueConstraint(fields=('municipality', 'role'), name='one_condition_per_role')],
            },
        ),
        migrations.CreateModel(
            name='SignInCard',
            fields=[
                ('id', models.UUIDField(default=hafen.core.db.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('secret_hash', models.CharField(editable=False, max_length=64)),
                ('pin_hash', models.CharField(editable=False, max_length=128)),
                ('valid_until', models.DateField(verbose_name='last day')),
                ('revoked_at', models.DateTimeField(editable=False, null=True, verbose_name='revoked at')),
                ('wrong_pins', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('rests_until', models.DateTimeField(editable=False, null=True)),
                ('last_used_at', models.DateTimeField(editable=False, null=True, verbose_name='last used')),
                ('issued_by', hafen.core.db.fields.LocalForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='issued by')),
                ('municipality', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.municipality')),
                ('user', hafen.core.db.fields.LocalForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cards', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'sign-in card',
                'verbose_name_plural': 'sign-in cards',
                'constraints': [models.UniqueConstraint(fields=('secret_hash',), name='one_card_per_secret')],
            },
        ),
        migrations.CreateModel(
            name='SignInLink',
            fields=[
                ('id', models.UUIDField(default=hafen.core.db.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('token_hash', models.CharField(editable=False, max_length=64)),
                ('target', models.CharField(blank=True, max_length=500, verbose_name='leads to')),
                ('expires_at', models.DateTimeField(verbose_name='expires at')),
                ('used_at', models.DateTimeField(editable=False, null=True, verbose_name='used at')),
                ('municipality', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.municipality')),
                ('user', hafen.core.db.fields.LocalForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'sign-in link',
                'verbose_name_plural': 'sign-in links',
                'constraints': [models.UniqueConstraint(fields=('token_hash',), name='one_link_per_secret')],
            },
        ),
        migrations.CreateModel(
            name='Team',
            fields=[
                ('id', models.UUIDField(default=hafen.core.db.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('purpose', models.TextField(blank=True, verbose_name='task of the team')),
                ('employers', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), blank=True, default=list, size=None, verbose_name='employers that must be represented')),
                ('is_walled', models.BooleanField(default=False, verbose_name='only its members see its work')),
                ('is_archived', models.BooleanField(default=False, verbose_name='archived')),
                ('municipality', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.municipality')),
            ],
            options={
                'verbose_name': 'team',
                'verbose_name_plural': 'teams',
                'constraints': [models.UniqueConstraint(fields=('municipality', 'name'), name='one_team_per_name')],
            },
        ),
        migrations.AddField(
            model_name='position',
            name='team',
            field=hafen.core.db.fields.LocalForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='positions', to='accounts.team', verbose_name='team'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='team',
            field=hafen.core.db.fields.LocalForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.team', verbose_name='team'),
        ),
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('id', models.UUIDField(default=hafen.core.db.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('valid_from', models.DateField(verbose_name='first day')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('municipality', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.municipality')),
                ('reroute_to', hafen.core.db.fields.LocalForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='work goes to')),
                ('user', hafen.core.db.fields.LocalForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='absences', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('reroute_to_team', hafen.core.db.fields.LocalForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.team', verbose_name='work goes to the team')),
            ],
            options={
                'verbose_name': 'absence',
                'verbose_name_plural': 'absences',
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='absence_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(('reroute_to__isnull', True), ('reroute_to_team__isnull', True), _connector='OR'), name='absence_goes_to_a_person_or_a_team'), models.CheckConstraint(condition=models.Q(('reroute_to__isnull', True), models.Q(('reroute_to', models.F('user')), _negated=True), _connector='OR'), name='absence_goes_to_somebody_else')],
            },
        ),
        migrations.CreateModel(
            name='TeamMembership',
            fields=[
                ('id', models.UUIDField(default=hafen.core.db.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('employer', models.CharField(blank=True, max_length=120, verbose_name='employer')),
                ('is_lead', models.BooleanField(default=False, verbose_name='leads the team')),
                ('valid_from', models.DateField(verbose_name='from')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('municipality', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.municipality')),
                ('position', hafen.core.db.fields.LocalForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='holders', to='accounts.position', verbose_name='post')),
                ('supervisor', hafen.core.db.fields.LocalForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='supervisor')),
                ('team', hafen.core.db.fields.LocalForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='accounts.team', verbose_name='team')),
                ('user', hafen.core.db.fields.LocalForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'membership in a team',
                'verbose_name_plural': 'memberships in teams',
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='membership_ends_after_it_starts')],
            },
        ),
        migrations.CreateModel(
            name='UndertakingText',
            fields=[
                ('id', models.UUIDField(default=hafen.core.db.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('edition', models.CharField(max_length=20, verbose_name='edition')),
                ('language', models.CharField(default='de', max_length=12, verbose_name='language')),
                ('text', models.TextField(verbose_name='text')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('municipality', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.municipality')),
            ],
            options={
                'verbose_name': 'text of the confidentiality undertaking',
                'verbose_name_plural': 'texts of the confidentiality undertaking',
                'constraints': [models.UniqueConstraint(fields=('municipality', 'edition', 'language'), name='one_undertaking_text_per_edition_and_language')],
            },
        ),
        migrations.CreateModel(
            name='ConfidentialityUndertaking',
            fields=[
                ('id', models.UUIDField(default=hafen.core.db.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('signed_on', models.DateField(verbose_name='signed on')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('is_on_paper', models.BooleanField(default=True, verbose_name='signed on paper')),
                ('municipality', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.municipality')),
                ('recorded_by', hafen.core.db.fields.LocalForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                ('user', hafen.core.db.fields.LocalForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='undertakings', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('text', hafen.core.db.fields.LocalForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.undertakingtext', verbose_name='text')),
            ],
            options={
                'verbose_name': 'confidentiality undertaking',
                'verbose_name_plural': 'confidentiality undertakings',
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('signed_on')), _connector='OR'), name='undertaking_ends_after_it_starts')],
            },
        ),
    ]
