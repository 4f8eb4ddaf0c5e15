package handlers

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/layout"
	"jolara.com/privacy/views/pages"
)

const (
	complaintsPath   = "/complaints"
	newComplaintPath = complaintsPath + "/new"
	accessLogPath    = "/data/access-log"
)

func (p *portal) showComplaints(c echo.Context) error {
	key, side, err := historyPlace(c.QueryParams())
	if err != nil {
		return err
	}
	found, err := p.Store.Complaints(c.Request().Context(), personOf(c).ID, key, side)
	if err != nil {
		return err
	}
	now := p.Store.Now()
	page := pages.ComplaintsPage{
		Complaints: found.Complaints, Calendar: found.Calendar, Now: now,
		Today: found.Calendar.Due(models.DateOf(now), models.AnswerDays),
	}
	if n := len(found.Complaints); n > 0 {
		first, last := found.Complaints[0], found.Complaints[n-1]
		page.Newer = besideOf(complaintsPath, found.HasNewer, "after", store.Key{At: first.FiledAt, ID: first.ID})
		page.Older = besideOf(complaintsPath, found.HasOlder, "before", store.Key{At: last.FiledAt, ID: last.ID})
	}
	return render(c, http.StatusOK, pages.Complaints(p.shell(c), page))
}

// showNewComplaint shows the form, with what the address asks for chosen: a kind, what it is about, and photos of the
// person's own. Who asks about a case that was opened begins with its number.
func (p *portal) showNewComplaint(c echo.Context) error {
	q := c.QueryParams()
	asked := pages.NewComplaintPage{Kind: models.CaseComplaint}
	if kind, err := models.ParseCaseKind(q.Get(models.FieldKind)); err == nil {
		asked.Kind = kind
	}
	if about := models.CategoryKey(q.Get(models.FieldAbout)); slices.Contains(models.Abouts, about) {
		asked.About = about
	}
	if ref, err := models.ParseCaseRef(q.Get("case")); err == nil {
		asked.Asks = ref
	}
	asked.Chosen = q["photo"]
	return p.renderNewComplaint(c, http.StatusOK, asked)
}

// renderNewComplaint shows the form of a new case, as it was typed where it comes back.
func (p *portal) renderNewComplaint(c echo.Context, status int, typed pages.NewComplaintPage) error {
	ctx, person := c.Request().Context(), personOf(c)
	found, err := p.Store.NewComplaintPage(ctx, person.ID)
	if err != nil {
		return err
	}
	typed.Due, typed.Hidden = found.Due, p.hidesPictures(c)
	if typed.Photos, err = p.offered(ctx, person.ID, found.Photos, typed.Chosen); err != nil {
		return err
	}
	return render(c, status, pages.NewComplaint(p.shell(c), typed))
}

// offered are the photos that a form offers to attach: those that are chosen first, and then the newest. What is not the
// person's, or not here any more, is not offered.
func (p *portal) offered(ctx context.Context, person models.PersonID, newest []models.ListedPhoto, chosen []string) ([]models.ListedPhoto, error) {
	var photos []models.ListedPhoto
	for _, id := range chosen[:min(len(chosen), models.MaxAttachments)] {
		if slices.ContainsFunc(newest, func(p models.ListedPhoto) bool { return p.ID == id }) {
			continue
		}
		found, err := p.Store.Photo(ctx, person, id)
		switch {
		case errors.Is(err, models.ErrNotFound):
		case err != nil:
			return nil, err
		default:
			photos = append(photos, found.Photo.ListedPhoto)
		}
	}
	return append(photos, newest...), nil
}

func (p *portal) fileComplaint(c echo.Context) error {
	sent, err := p.formWithPictures(c)
	if err != nil {
		return err
	}
	form := models.ComplaintForm{
		Kind: sent.Get(models.FieldKind), About: sent.Get(models.FieldAbout), Minor: sent.Get(models.FieldMinor) == "yes", MessageForm: messageForm(sent),
	}
	ref, err := p.Store.FileComplaint(c.Request().Context(), personOf(c).ID, form)
	if err != nil {
		page := pages.NewComplaintPage{
			Written: written(form.MessageForm), Kind: models.CaseKind(form.Kind), About: models.CategoryKey(form.About), Minor: form.Minor,
		}
		status := p.comesBackWritten(c, err, &page.Written)
		if status == 0 {
			return err
		}
		return p.renderNewComplaint(c, status, page)
	}
	return p.done(c, components.CaseAddress(ref), layout.Flash{ID: layout.FlashComplaintSent, Case: ref})
}

// messageForm is what somebody wrote, as the form brings it.
func messageForm(sent picturesForm) models.MessageForm {
	return models.MessageForm{Words: ownLines(sent.Get(models.FieldWords)), Files: sent.Files, Photos: sent.Values[pages.PhotosField]}
}

// written is a message that comes back.
func written(form models.MessageForm) pages.Written {
	return pages.Written{Words: form.Words, Chosen: form.Photos, Files: len(form.Files)}
}

// comesBackWritten says with which status what somebody wrote comes back to be mended; 0 for an error that is no matter of
// the form.
func (p *portal) comesBackWritten(c echo.Context, err error, again *pages.Written) (status int) {
	var tooMany models.TooMany
	if errors.As(err, &tooMany) {
		again.Wait = tooMany.After
		retryAfter(c, tooMany.After)
		return http.StatusTooManyRequests
	}
	invalid, unfit := errors.As(err, &again.Invalid), errors.As(err, &again.Unfit)
	if invalid || unfit {
		return http.StatusUnprocessableEntity
	}
	return 0
}

func (p *portal) showComplaint(c echo.Context) error {
	return p.renderComplaint(c, http.StatusOK, pages.Written{})
}

// renderComplaint shows a case, with the form of what is added to it as it was typed.
func (p *portal) renderComplaint(c echo.Context, status int, typed pages.Written) error {
	ctx, person := c.Request().Context(), personOf(c)
	found, err := p.Store.Complaint(ctx, person.ID, c.Param("ref"))
	if err != nil {
		return err
	}
	typed.Hidden = p.hidesPictures(c)
	if typed.Photos, err = p.offered(ctx, person.ID, found.Photos, typed.Chosen); err != nil {
		return err
	}
	return render(c, status, pages.Complaint(p.shell(c), pages.ComplaintPage{
		Complaint: found.Complaint, Written: typed, Messages: found.Messages, Looks: found.Looks, Events: found.Events,
		Calendar: found.Calendar, Now: p.Store.Now(),
	}))
}

// changeComplaint adds to a case, which may reopen it, or closes it.
func (p *portal) changeComplaint(c echo.Context) error {
	sent, err := p.formWithPictures(c)
	if err != nil {
		return err
	}
	if sent.Get("do") == "close" {
		return p.closeComplaint(c)
	}
	form := messageForm(sent)
	ref := c.Param("ref")
	reopened, err := p.Store.AddToComplaint(c.Request().Context(), personOf(c).ID, ref, form)
	again := written(form)
	if errors.Is(err, models.Refused{Reason: models.ReasonCaseOver}) {
		return p.renderNewComplaint(c, http.StatusForbidden, pages.NewComplaintPage{Written: again, Kind: models.CaseComplaint, Over: ref})
	}
	if status := p.comesBackWritten(c, err, &again); status != 0 {
		return p.renderComplaint(c, status, again)
	}
	if err != nil {
		return err
	}
	flash := layout.Flash{ID: layout.FlashComplaintAdded}
	if reopened {
		flash.ID = layout.FlashComplaintReopened
	}
	return p.done(c, components.CaseAddress(ref), flash)
}

func (p *portal) closeComplaint(c echo.Context) error {
	ref := c.Param("ref")
	if err := p.Store.CloseComplaint(c.Request().Context(), personOf(c).ID, ref); err != nil {
		return err
	}
	return p.done(c, components.CaseAddress(ref), layout.Flash{ID: layout.FlashComplaintClosed})
}

// serveAttachment answers with a picture of a person's own case.
func (p *portal) serveAttachment(c echo.Context) error {
	size, err := models.ParseSize(c.QueryParam("size"))
	if err != nil {
		return err
	}
	file, err := p.Store.Attachment(c.Request().Context(), personOf(c).ID, c.Param("id"), size)
	if err != nil {
		return err
	}
	return sendFile(c, file, size)
}

func (p *portal) showAccessLog(c echo.Context) error {
	key, side, err := historyPlace(c.QueryParams())
	if err != nil {
		return err
	}
	found, err := p.Store.AccessLog(c.Request().Context(), personOf(c).ID, key, side)
	if err != nil {
		return err
	}
	page := pages.AccessLogPage{Looks: found.Looks, Now: p.Store.Now()}
	if n := len(found.Looks); n > 0 {
		first, last := found.Looks[0], found.Looks[n-1]
		page.Newer = besideOf(accessLogPath, found.HasNewer, "after", store.Key{At: first.At, ID: first.ID})
		page.Older = besideOf(accessLogPath, found.HasOlder, "before", store.Key{At: last.At, ID: last.ID})
	}
	return render(c, http.StatusOK, pages.AccessLog(p.shell(c), page))
}
