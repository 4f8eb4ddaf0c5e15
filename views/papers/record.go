package papers

import (
	"context"
	"encoding/base64"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/i18n"
	"jolara.com/privacy/views/pages"
)

// signatureShown is how many signs of a signature stand on paper, as they begin in the record's other file.
const signatureShown = 16

// Record is a guardian's signed record on paper, in the language in which it was read; check is the address where anybody checks it.
func Record(ctx context.Context, r models.GuardianRecord, signature []byte, check string) ([]byte, error) {
	ctx = i18n.WithLocale(ctx, r.Locale)
	title := i18n.T(ctx, "Record of your decision")
	s := newSheet(title+" · "+r.Ref, r.Locale, r.At)
	s.text(margin, sizeSmall, dim, "Jolara · "+i18n.T(ctx, "Privacy"))
	s.text(margin, sizeTitle, ink, title)
	s.text(margin, sizeText, dim, r.Ref)
	s.hairline()
	s.fact(i18n.T(ctx, "Decided"), i18n.DateTime(ctx, r.At))
	for _, f := range pages.RecordFacts(ctx, r) {
		s.fact(f.Term, f.Words)
	}
	s.hairline()
	s.text(margin, sizeText, ink, r.Statement)
	s.space(3)
	signed := i18n.T(ctx, "Signed by typing their name: %s", r.Guardian)
	if r.Paper != nil {
		signed = i18n.T(ctx, "Signed by hand, on the sheet %s: %s", r.Paper.Ref, r.Guardian)
	}
	s.text(margin, sizeText, ink, signed)
	s.hairline()
	figures := base64.StdEncoding.EncodeToString(signature)
	s.text(margin, sizeSmall, dim, i18n.T(ctx, "Jolara’s signature begins with %s.", figures[:min(signatureShown, len(figures))]))
	s.text(margin, sizeSmall, dim,
		i18n.T(ctx, "This paper is for reading. Whether the record is ours and unchanged, its JSON file shows at %s.", check))
	return s.bytes()
}
