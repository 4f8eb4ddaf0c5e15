package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"math"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"
	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
)

// problem is the one body of every error below /api/ (RFC 9457).
type problem struct {
	Type   string       `json:"type" doc:"always about:blank: the status says what kind of problem it is"`
	Title  string       `json:"title" doc:"the status in words"`
	Status int          `json:"status"`
	Detail string       `json:"detail" doc:"a sentence for people"`
	Code   string       `json:"code" doc:"the reason, for programs" example:"guardian_needed"`
	Errors []fieldError `json:"errors,omitempty" nullable:"false" doc:"every field that may not be as it was sent"`

	header http.Header // to send with it
	cause  error       // what failed on our side; for the log alone
}

const problemType = "application/problem+json"

// Error makes a problem an error, as huma asks.
func (p *problem) Error() string { return p.Detail }

// GetStatus tells huma which status to answer with.
func (p *problem) GetStatus() int { return p.Status }

// ContentType tells huma how the body is called.
func (p *problem) ContentType(string) string { return problemType }

// details says in a sentence what a status means here; other statuses say no more than their name.
var details = map[int]string{
	http.StatusBadRequest:            "The request cannot be read.",
	http.StatusUnauthorized:          "The call needs a live key: Authorization: Bearer KEY.",
	http.StatusNotFound:              "There is nothing here under this address.",
	http.StatusMethodNotAllowed:      "This address does not know the method.",
	http.StatusRequestTimeout:        "The request took too long to arrive.",
	http.StatusConflict:              "The id was used before for other content.",
	http.StatusGone:                  "The person deleted it. The same id does not bring it back.",
	http.StatusRequestEntityTooLarge: "The body is larger than 1 MB.",
	http.StatusUnsupportedMediaType:  "The body must be application/json.",
	http.StatusMisdirectedRequest:    "This host is not served here.",
	http.StatusUnprocessableEntity:   "The request was read, but these fields may not be so. Nothing was changed.",
	http.StatusTooManyRequests:       "There were too many calls. Try again after the time in Retry-After.",
	http.StatusInternalServerError:   "Something failed on our side. Nothing was changed.",
	http.StatusServiceUnavailable:    "The portal cannot answer at the moment. Nothing was changed.",
}

// refusals says in a sentence why something may not be; its reason is the problem's code.
var refusals = map[models.Reason]string{
	models.ReasonGuardianNeeded: "The person is a minor: only the guardian can allow this.",
	models.ReasonLocked:         "The person's account is locked until somebody has checked, or a guardian has decided.",
	models.ReasonErased:         "The person's account was erased, with all that was held. This id is not used again.",
	models.ReasonNotGranted:     "The person has not allowed this.",
	models.ReasonNotChosen:      "The person has not chosen the photo for this.",
}

// unfits says in a sentence why a file is not kept, and with which status.
var unfits = map[models.Unfit]struct {
	status   int
	sentence string
}{
	models.UnfitKind:   {http.StatusUnsupportedMediaType, "This kind of file is not taken here, whatever its name says."},
	models.UnfitHEIC:   {http.StatusUnsupportedMediaType, "HEIC is not taken here: save as JPEG and send that."},
	models.UnfitLarge:  {http.StatusRequestEntityTooLarge, "The file is larger than 20 MB, or needs more than 200 MB to decode."},
	models.UnfitBroken: {http.StatusUnprocessableEntity, "The file is not whole: it cannot be decoded to its end."},
}

// StatusOfUnfit is with which status a file is refused that is not kept.
func StatusOfUnfit(u models.Unfit) int { return unfits[u].status }

func unfitProblem(u models.Unfit) *problem {
	p := statusProblem(StatusOfUnfit(u))
	p.Detail = unfits[u].sentence
	p.Errors = []fieldError{{fieldFile, models.Fault(u), p.Detail}}
	return p
}

func statusProblem(status int) *problem {
	title := http.StatusText(status)
	p := &problem{
		Type: "about:blank", Title: title, Status: status, Detail: details[status],
		Code: strings.ReplaceAll(strings.ToLower(title), " ", "_"),
	}
	if p.Detail == "" {
		p.Detail = title + "."
	}
	return p
}

func (p *problem) with(header, value string) *problem {
	p.header = http.Header{}
	p.header.Set(header, value)
	return p
}

// problemOf says what an error means to the caller. One that it does not know is ours, and its text stays here.
func problemOf(err error) *problem {
	var (
		invalid  models.Invalid
		refused  models.Refused
		unfit    models.Unfit
		tooMany  models.TooMany
		tooLarge *http.MaxBytesError
		routed   *echo.HTTPError
	)
	switch {
	case errors.Is(err, errNoKey):
		return statusProblem(http.StatusUnauthorized).with(echo.HeaderWWWAuthenticate, `Bearer realm="api"`)
	case errors.As(err, &invalid):
		p := statusProblem(http.StatusUnprocessableEntity)
		p.Errors = faultsOf(invalid)
		return p
	case errors.As(err, &refused):
		p := statusProblem(http.StatusForbidden)
		p.Code, p.Detail = string(refused.Reason), refusals[refused.Reason]
		return p
	case errors.As(err, &unfit):
		return unfitProblem(unfit)
	case errors.Is(err, errNotMultipart):
		p := statusProblem(http.StatusUnsupportedMediaType)
		p.Detail = "The body must be multipart/form-data."
		return p
	case errors.Is(err, errNotLines):
		p := statusProblem(http.StatusUnsupportedMediaType)
		p.Detail = "The body must be " + linesType + "."
		return p
	case errors.Is(err, errTooManyRows), errors.As(err, &tooLarge) && tooLarge.Limit == maxActivityBody:
		p := statusProblem(http.StatusRequestEntityTooLarge)
		p.Detail = "The body has more than 1,000 rows, or is larger than 2 MB. Nothing was recorded."
		return p
	case errors.As(err, &tooLarge) && tooLarge.Limit == maxUpload:
		return unfitProblem(models.UnfitLarge)
	case errors.As(err, &tooMany):
		// in whole seconds (RFC 9110, 10.2.3)
		return statusProblem(http.StatusTooManyRequests).with(echo.HeaderRetryAfter, strconv.Itoa(int(math.Ceil(tooMany.After.Seconds()))))
	case errors.Is(err, models.ErrNotFound):
		return statusProblem(http.StatusNotFound)
	case errors.Is(err, models.ErrConflict):
		return statusProblem(http.StatusConflict)
	case errors.Is(err, models.ErrDeleted):
		return statusProblem(http.StatusGone)
	case errors.Is(err, models.ErrHasSignIn):
		p := statusProblem(http.StatusConflict)
		p.Code, p.Detail = "has_sign_in", "The person signs in on the portal already and is not linked again."
		return p
	case errors.As(err, &tooLarge):
		return statusProblem(http.StatusRequestEntityTooLarge)
	case errors.As(err, &routed) && routed.Code < http.StatusInternalServerError:
		return statusProblem(routed.Code)
	}
	status := http.StatusInternalServerError
	if errors.Is(err, context.DeadlineExceeded) {
		status = http.StatusServiceUnavailable
	}
	p := statusProblem(status)
	p.cause = err
	return p
}

// unreadable is what huma says of a body that broke off; what a handler returned comes with other words.
const unreadable = "cannot read request body"

// newProblem is huma's way to make an error: of what a handler returned, or of what huma itself found wrong.
func newProblem(status int, message string, errs ...error) huma.StatusError {
	if status != http.StatusInternalServerError || len(errs) == 0 {
		p := statusProblem(status)
		p.Errors = faultsFound(errs)
		return p
	}
	p := problemOf(errs[0])
	if message == unreadable && p.cause != nil {
		return statusProblem(http.StatusBadRequest)
	}
	return p
}

// sendProblem sends what huma leaves out of a problem: its headers, and to the log what is our fault.
func (s server) sendProblem(ctx huma.Context, _ string, body any) (any, error) {
	p, ok := body.(*problem)
	if !ok {
		return body, nil
	}
	c := humaecho.Unwrap(ctx)
	for name := range p.header {
		ctx.SetHeader(name, p.header.Get(name))
	}
	if p.cause != nil && !errors.Is(p.cause, context.Canceled) { // canceled: the caller has hung up
		s.Log.Error("request failed", "request", c.Response().Header().Get(echo.HeaderXRequestID), "method", ctx.Method(),
			"route", c.Path(), "error", p.cause)
	}
	return p, nil
}

// WriteError answers with the problem that err means, for errors that no route of the API returned: of the router, of
// the middleware before it, of a panic. It returns the status that was sent; what is a server's fault is the caller's
// to log.
func WriteError(c echo.Context, err error) (status int) {
	p := problemOf(err)
	h := c.Response().Header()
	for name := range p.header {
		h.Set(name, p.header.Get(name))
	}
	h.Set(echo.HeaderCacheControl, "no-store")
	var body bytes.Buffer
	// Neither can fail but by a caller who has hung up.
	_ = json.NewEncoder(&body).Encode(p)
	_ = c.Stream(p.Status, problemType, io.Reader(&body))
	return p.Status
}
