package handlers

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/handlers/api"
	"jolara.com/privacy/models"
)

// Bounds of a form with pictures. Each of those that are read at once may lie in memory as a whole.
const (
	maxPictures     = 40 << 20 // bytes of the whole form
	maxPictureParts = 40
	picturesAtOnce  = 4
	picturesWithin  = time.Minute // in which the form has to arrive: people's uplinks are slow
)

// picturesForm is a form that may carry pictures, as it was sent.
type picturesForm struct {
	url.Values
	Files   []models.SentFile
	noFiles bool // they are passed over
}

// formWithPictures reads a posted form whose field models.FieldPictures may hold files (RFC 7578). What is no form is 415, what
// cannot be parsed 400, what is too large as a whole 413. A file that is too large by itself comes cut, and still too large.
func (p *portal) formWithPictures(c echo.Context) (sent picturesForm, err error) {
	if length := c.Request().ContentLength; length > maxBody || length < 0 {
		free, err := p.pictures.Take(c.Request())
		if err != nil {
			return sent, err
		}
		defer free()
	}
	_ = http.NewResponseController(c.Response()).SetReadDeadline(time.Now().Add(picturesWithin)) // a test's recorder has none
	err = sent.read(c)
	return sent, err
}

func (f *picturesForm) read(c echo.Context) (err error) {
	kind, parameters, err := mime.ParseMediaType(c.Request().Header.Get(echo.HeaderContentType))
	if err != nil || kind != echo.MIMEMultipartForm {
		f.Values, err = form(c)
		return err
	}
	reader := multipart.NewReader(c.Request().Body, parameters["boundary"])
	f.Values = url.Values{}
	texts := int64(maxBody)
	for range maxPictureParts {
		part, err := reader.NextPart()
		if err == io.EOF { // a body that broke off wraps it
			return nil
		}
		if err == nil {
			err = f.take(part, &texts)
		}
		if err != nil {
			return api.BrokenOff(err)
		}
	}
	return echo.NewHTTPError(http.StatusBadRequest)
}

// errNotText says that a field holds what is no text.
var errNotText = errors.New("not text")

// take takes one part. texts is how many bytes the fields that are no files may still have.
func (f *picturesForm) take(part *multipart.Part, texts *int64) error {
	switch isFile := part.FormName() == models.FieldPictures || part.FileName() != ""; {
	case isFile && f.noFiles:
		_, err := io.Copy(io.Discard, part)
		return err
	case isFile:
		content, err := io.ReadAll(io.LimitReader(part, models.MaxFile+1))
		if err == nil && (len(content) > 0 || part.FileName() != "") { // a browser sends an empty part where nothing was chosen
			f.Files = append(f.Files, models.SentFile{Name: part.FileName(), Content: content})
		}
		return err
	}
	value, err := io.ReadAll(io.LimitReader(part, *texts+1))
	switch *texts -= int64(len(value)); {
	case err != nil:
		return err
	case *texts < 0:
		return &http.MaxBytesError{Limit: maxBody}
	case !utf8.Valid(value):
		return errNotText
	}
	f.Add(part.FormName(), string(value))
	return nil
}

// takesPictures tells whether a form of an address may carry pictures.
func takesPictures(r *http.Request) bool {
	return r.Method == http.MethodPost && strings.HasPrefix(r.URL.Path, complaintsPath+"/")
}
