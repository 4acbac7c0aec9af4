import django.contrib.postgres.fields
import django.db.models.deletion
import hafen.core.db.identifiers
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Language',
            fields=[
                ('id', models.UUIDField(default=hafen.core.db.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid until')),
                ('source', models.CharField(max_length=300, verbose_name='source')),
                ('tag', models.CharField(max_length=12, unique=True, verbose_name='tag')),
                ('own_name', models.CharField(max_length=60, verbose_name='own name')),
                ('names', models.JSONField(verbose_name='names in the languages of the portal')),
                ('script', models.CharField(blank=True, max_length=4, verbose_name='script')),
                ('tier', models.CharField(choices=[('T1', 'screens and contents'), ('T2', 'contents on demand'), ('T3', 'interpreting only')], max_length=2, verbose_name='tier')),
                ('fallbacks', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), blank=True, default=list, size=None)),
                ('position', models.PositiveIntegerField(verbose_name='position')),
            ],
            options={
                'verbose_name': 'language',
                'verbose_name_plural': 'languages',
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='language_ends_after_it_starts')],
            },
        ),
        migrations.CreateModel(
            name='Vocabulary',
            fields=[
                ('id', models.UUIDField(default=hafen.core.db.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid until')),
                ('source', models.CharField(max_length=300, verbose_name='source')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
            ],
            options={
                'verbose_name': 'vocabulary',
                'verbose_name_plural': 'vocabularies',
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='vocabulary_ends_after_it_starts')],
            },
        ),
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.UUIDField(default=hafen.core.db.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid until')),
                ('source', models.CharField(max_length=300, verbose_name='source')),
                ('code', models.CharField(max_length=60, verbose_name='code')),
                ('position', models.PositiveIntegerField(verbose_name='position')),
                ('flags', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('R', 'legal advice only by those who may give it'), ('S3', 'special category of personal data'), ('K', 'concerns the protection of children')], max_length=2), blank=True, default=list, size=None)),
                ('pictogram', models.CharField(blank=True, max_length=40, verbose_name='pictogram')),
                ('legal_ref', models.CharField(blank=True, max_length=120, verbose_name='legal reference')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='taxonomy.term')),
                ('vocabulary', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='taxonomy.vocabulary')),
            ],
            options={
                'verbose_name': 'term',
                'verbose_name_plural': 'terms',
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='term_ends_after_it_starts'), models.UniqueConstraint(fields=('vocabulary', 'code'), name='one_term_per_code')],
            },
        ),
        migrations.CreateModel(
            name='TermLabel',
            fields=[
                ('id', models.UUIDField(default=hafen.core.db.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('language', models.CharField(max_length=12, verbose_name='language')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('short', models.CharField(blank=True, max_length=60, verbose_name='short name')),
                ('synonyms', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, size=None)),
                ('term', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='labels', to='taxonomy.term')),
            ],
            options={
                'verbose_name': 'label of a term',
                'verbose_name_plural': 'labels of terms',
                'constraints': [models.UniqueConstraint(fields=('term', 'language'), name='one_label_per_term_and_language')],
            },
        ),
    ]
