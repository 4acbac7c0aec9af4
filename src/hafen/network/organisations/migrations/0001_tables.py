import django.db.models.deletion
import hafen.core.db.fields
import hafen.core.db.identifiers
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.UUIDField(default=hafen.core.db.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('source_language', models.CharField(default='de', max_length=12, verbose_name='language of the original')),
                ('short_id', models.CharField(default=hafen.core.db.identifiers.short_id, editable=False, max_length=16)),
                ('slug', models.SlugField(blank=True, editable=False, max_length=60)),
                ('kind', models.CharField(choices=[('ASSOCIATION', 'association'), ('WELFARE', 'welfare association'), ('AUTHORITY', 'authority'), ('MIGRANT', 'migrant organisation'), ('INITIATIVE', 'initiative'), ('RELIGIOUS', 'religious community'), ('COMPANY', 'company'), ('SCHOOL', 'school or place of learning'), ('HEALTH', 'health service'), ('FOUNDATION', 'foundation'), ('OTHER', 'other organisation')], default='ASSOCIATION', max_length=20, verbose_name='kind')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('sort_key', models.CharField(db_collation='C', editable=False, max_length=200)),
                ('description', models.TextField(blank=True, verbose_name='description')),
                ('website', models.URLField(blank=True, max_length=500, verbose_name='website')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='general telephone number')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='general e-mail address')),
                ('is_verified', models.BooleanField(default=False, verbose_name='checked by the municipality')),
                ('state', models.CharField(choices=[('DRAFT', 'draft'), ('PUBLISHED', 'published'), ('ARCHIVED', 'archived')], default='DRAFT', editable=False, max_length=10, verbose_name='state')),
                ('municipality', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.municipality')),
                ('parent', hafen.core.db.fields.LocalForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='members', to='organisations.organisation', verbose_name='belongs to')),
            ],
            options={
                'verbose_name': 'organisation',
                'verbose_name_plural': 'organisations',
                'constraints': [models.UniqueConstraint(fields=('municipality', 'short_id'), name='one_organisation_per_short_id'), models.CheckConstraint(condition=models.Q(('parent__isnull', True), models.Q(('parent', models.F('id')), _negated=True), _connector='OR'), name='organisation_is_not_its_own_parent')],
            },
        ),
        migrations.CreateModel(
            name='ContactPerson',
            fields=[
                ('id', models.UUIDField(default=hafen.core.db.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('position', models.CharField(blank=True, max_length=120, verbose_name='task')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='telephone')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                ('confirmed_on', models.DateField(verbose_name='last confirmed on')),
                ('municipality', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.municipality')),
                ('organisation', hafen.core.db.fields.LocalForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contact_persons', to='organisations.organisation')),
            ],
            options={
                'verbose_name': 'contact person',
                'verbose_name_plural': 'contact persons',
            },
        ),
        migrations.CreateModel(
            name='OrganisationEditor',
            fields=[
                ('id', models.UUIDField(default=hafen.core.db.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('municipality', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.municipality')),
                ('organisation', hafen.core.db.fields.LocalForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='editors', to='organisations.organisation')),
                ('user', hafen.core.db.fields.LocalForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='edited_organisations', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'editor of an organisation',
                'verbose_name_plural': 'editors of organisations',
                'constraints': [models.UniqueConstraint(fields=('organisation', 'user'), name='one_editor_per_organisation_and_user')],
            },
        ),
        migrations.CreateModel(
            name='OrganisationTranslation',
            fields=[
                ('id', models.UUIDField(default=hafen.core.db.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('language', models.CharField(max_length=12, verbose_name='language')),
                ('state', models.CharField(choices=[('MISSING', 'missing'), ('DRAFT', 'draft'), ('MACHINE', 'translated by machine'), ('CHECKED', 'checked'), ('OUTDATED', 'outdated')], default='MISSING', max_length=10, verbose_name='state')),
                ('source_hash', models.CharField(blank=True, editable=False, max_length=64)),
                ('source_texts', models.JSONField(blank=True, default=dict, editable=False)),
                ('checked_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='checked at')),
                ('description', models.TextField(blank=True, verbose_name='description')),
                ('checker', hafen.core.db.fields.LocalForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('municipality', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.municipality')),
                ('organisation', hafen.core.db.fields.LocalForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='translations', to='organisations.organisation')),
                ('translator', hafen.core.db.fields.LocalForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'translation of an organisation',
                'verbose_name_plural': 'translations of organisations',
                'constraints': [models.UniqueConstraint(fields=('organisation', 'language'), name='one_organisation_text_per_language')],
            },
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(fields=['municipality', 'state', 'sort_key', 'id'], name='organisations_in_order'),
        ),
    ]
