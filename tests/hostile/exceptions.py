"""What the walk with all hostile texts cannot write into, by name and reason."""

# Columns in which the database refuses all texts at once, since a key, an index or
# a check stands on them; they hold as many as fit.
NARROW = frozenset({
    "accounts.LinkedIdentity.subject", "accounts.Team.name",
    "accounts.UndertakingText.edition", "board.Message.carried_as",
    "board.Message.came_as", "board.Post.category",
    "cases.AreaOutcome.domain", "cases.GridMeasure.agency",
    "cases.GridMeasure.domain", "cases.GridMeasure.name", "cases.NeedRating.domain",
    "cases.Programme.name", "contacts.OfficeTask.code",
    "desk.SavedView.name", "desk.SavedView.page", "directory.Edition.title",
    "directory.Service.external_id", "events.ImportedEvent.uid",
    "feedback.SendingCount.sender", "imports.SavedMapping.name",
    "inquiries.Check.text", "inquiries.Checklist.name", "inquiries.ContactPoint.name",
    "inquiries.IncomingMail.message_id", "inquiries.Message.message_id",
    "inquiries.ReplyTemplate.name", "interpreting.Provider.name",
    "interpreting.Speech.dialect", "knowledge.ConceptDraft.label",
    "knowledge.DocumentVersion.label",
    "knowledge.Entry.external_id", "knowledge.Entry.source_name",
    "mail.OutgoingMail.message_id", "outreach.Vehicle.name",
    "places.Delegation.act", "places.District.layer",
    "places.District.name", "places.District.number", "places.Municipality.domain",
    "places.Room.name", "places.StreetRange.postal_code", "places.Territory.name",
    "obstacles.StructuralObstacle.name",
    "ownview.OwnAccess.session_key", "privacy.NoticeEdition.edition",
    "referrals.Duty.name", "reports.OutsideFigure.region",
    "reports.TemplateSettings.template",
    "search.MissedSearch.words", "search.SearchDocument.address",
    "search.SearchWord.sound", "search.SearchWord.word",
    "translation.GlossaryTerm.term",
    *(f"knowledge.{kind}Page.{column}"
      for kind in ("Article", "Faq", "Guide", "Internal", "Steps", "Topic")
      for column in ("external_id", "source_name")),
})  # fmt: skip
# Papers and reports that are frozen, where nobody writes any more, nor does the
# test; and what holds numbers or codes of ours alone.
FROZEN = frozenset({
    "allowances.Tariff.fee", "interpreting.Voucher.leitweg_id",
    "interpreting.Voucher.name",
    "directory.EditionEntry.content", "knowledge.PaperSheet.content",
    "pool.MatchStep.told_helper", "pool.MatchStep.told_seeker",
    "referrals.AreaSwitch.after", "referrals.AreaSwitch.before",
    "reports.Release.cells", "reports.Release.number", "reports.Release.result",
    "reports.Release.shaped", "reports.Release.template",
    "reports.Release.title",
})  # fmt: skip


# Fields of forms that no page of the demo shows as it stands: they wait for a link
# that was mailed, a step before, a provider or an open course. What they write is
# painted into its column above, and shown from there.
UNSHOWN = frozenset({
    "casework.cases.forms._cases.ReopenForm.because",
    "casework.cases.forms._help.SeekForm.title",
    "casework.consultations.forms._desk.ApartForm.who",
    "casework.consultations.forms._desk.AppointmentForm.who",
    "casework.consultations.forms._desk.TalkForm.who",
    "casework.consultations.forms._desk.WhoFields.who",
    "casework.consultations.forms._online.AskForm.website",
    "casework.outreach.forms._handovers.DecideForm.because",
    "casework.referrals.forms._refer.PrepareForm.gate_note",
    "casework.referrals.forms._refer.PrepareForm.question",
    "core.accounts.forms.RedeemForm.name",
    "core.ui.styleguide.ExampleForm.message",
    "core.ui.styleguide.ExampleForm.name",
    "core.ui.styleguide.ExampleForm.phone",
    "evidence.bulletins.forms.BulletinForm.note",
    "evidence.bulletins.forms.OfferForm.name",
    "evidence.bulletins.forms.OfferForm.summary",
    "evidence.reports.forms.SettingsForm.staff_agreement",
    "exchange.allowances.forms.claims.ApproveForm.override_reason",
    "exchange.board.forms.public.ProveForm.name",
    "exchange.board.forms.public.ProveForm.website",
    "exchange.pool.forms.placing.ApartSearchForm.helper",
    "exchange.pool.forms.placing.ApartSearchForm.seeker",
    "exchange.pool.forms.placing.BehalfForm.note",
    "exchange.pool.forms.placing.WishForm.reason",
    "exchange.volunteers.forms.groups.NewsForm.topic",
    "exchange.volunteers.forms.places.EndForm.feedback",
    "exchange.volunteers.forms.shifts.FeedbackForm.feedback",
    "exchange.volunteers.forms.thanks.SupportForm.website",
    "information.directory.forms._courses.JoinForm.name",
    "information.directory.forms._courses.JoinForm.phone",
    "information.directory.forms._courses.JoinForm.website",
    "information.directory.forms._gaps.GapAnswerForm.name",
    "information.directory.forms._gaps.GapAnswerForm.summary",
    "information.directory.forms._sections.ContactForm.application",
    "information.directory.forms._whom.WhomForm.accessibility",
    "information.directory.forms._whom.WhomForm.costs",
    "information.directory.forms._whom.WhomForm.documents",
    "information.directory.forms._whom.WhomForm.eligibility",
    "information.directory.forms._whom.WhomForm.interpreting",
    "information.events.forms._public.AskForm.text",
    "information.events.forms._public.AskForm.website",
    "mechanisms.bookings.forms.MessageForm.text",
    "mechanisms.imports.forms.ColumnsForm.save_as",
    "voice.surveys.forms._answers.PublicAnswerForm.website",
})  # fmt: skip
