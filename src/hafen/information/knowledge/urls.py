from django.urls import path

from hafen.information.knowledge import views

public = [
    path("knowledge/", views.home, name="home"),
    path("knowledge/questions/", views.faq, name="faq"),
    path("knowledge/situations/", views.situations, name="situations"),
    path("knowledge/documents/", views.public_documents, name="documents"),
    path("knowledge/documents/<slug:address>/", views.public_document, name="document"),
    path(
        "knowledge/documents/<slug:address>/file/",
        views.public_document_file,
        name="document_file",
    ),
    path("knowledge/pictures/<slug:key>/<int:width>/", views.picture, name="picture"),
    path("knowledge/<slug:address>/", views.page, name="page"),
    path("knowledge/<slug:address>/page.pdf", views.page_pdf, name="page_pdf"),
    path("leaflets/<slug:address>/", views.leaflet, name="leaflet"),
    path(
        "leaflets/<slug:address>/<language:into>.pdf",
        views.leaflet_pdf,
        name="leaflet_pdf",
    ),
]
# Small pictures in the pages of the editor.
installation = [
    path("cms-pictures/<path:name>", views.rendition, name="rendition"),
]
staff = [
    path("pages/", views.pages, name="pages"),
    path("pages/readability/", views.readability, name="readability"),
    path("pages/links/", views.links, name="links"),
    path("pages/links/replace/", views.replace_link, name="replace_link"),
    path("pages/law-changes/", views.law_changes, name="law_changes"),
    path("pages/law-changes/<uuid:pk>/", views.law_change, name="law_change"),
    path("pages/<slug:address>/", views.read, name="read"),
    path("pages/<slug:address>/testers/", views.testers, name="testers"),
    path("pages/<slug:address>/in/<language:into>/", views.translate, name="translate"),
    path("pages/testers/<uuid:pk>/end/", views.end_test, name="end_test"),
    path("papers/", views.papers, name="papers"),
    path("papers/new/", views.new_paper, name="new_paper"),
    path("text-blocks/", views.blocks, name="blocks"),
    path("text-blocks/new/", views.new_block, name="new_block"),
    path("text-blocks/<uuid:pk>/", views.block, name="block"),
    path("text-blocks/<uuid:pk>/edit/", views.edit_block, name="edit_block"),
    path("text-blocks/<uuid:pk>/facts/", views.quote, name="quote"),
    path("text-blocks/<uuid:pk>/act/", views.act_on_block, name="act_on_block"),
    path(
        "text-blocks/<uuid:pk>/translate/<language:into>/",
        views.translate_block,
        name="translate_block",
    ),
    path("papers/<uuid:pk>/", views.paper, name="paper"),
    path("papers/<uuid:pk>/edit/", views.edit_paper, name="edit_paper"),
    path("papers/<uuid:pk>/parts/", views.paper_parts, name="paper_parts"),
    path("papers/<uuid:pk>/fields/", views.paper_variables, name="paper_variables"),
    path("papers/<uuid:pk>/act/", views.act_on_paper, name="act_on_paper"),
    path("papers/<uuid:pk>/release/", views.release_paper, name="release_paper"),
    path(
        "papers/<uuid:pk>/translate/<language:into>/",
        views.translate_paper,
        name="translate_paper",
    ),
    path(
        "papers/<uuid:pk>/write/<language:into>/",
        views.write_letter,
        name="write_letter",
    ),
    path("papers/<uuid:pk>/<language:into>.pdf", views.paper_pdf, name="paper_pdf"),
    path("concepts/", views.concepts, name="concepts"),
    path("concepts/new/", views.new_concept, name="new_concept"),
    path("concepts/<uuid:pk>/", views.concept, name="concept"),
    path("concepts/<uuid:pk>/next/", views.next_edition, name="next_edition"),
    path("concepts/drafts/<uuid:pk>/", views.write_draft, name="write_draft"),
    path("concepts/drafts/<uuid:pk>/paper/", views.draft_paper, name="draft_paper"),
    path(
        "concepts/drafts/<uuid:pk>/comment/", views.comment_draft, name="comment_draft"
    ),
    path(
        "concepts/drafts/<uuid:pk>/approve/", views.approve_draft, name="approve_draft"
    ),
    path("library/", views.library, name="library"),
    path("library/new/", views.new_document, name="new_document"),
    path("library/versions/<uuid:pk>/drop/", views.drop_version, name="drop_version"),
    path("library/<slug:address>/", views.document, name="document"),
    path("library/<slug:address>/edit/", views.edit_document, name="edit_document"),
    path(
        "library/<slug:address>/archive/",
        views.archive_document,
        name="archive_document",
    ),
    path("library/<slug:address>/file/", views.document_file, name="document_file"),
]
