package api

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
)

// maxUpload is how many bytes a body with a file may have: the file, and a little for what is said about it.
const maxUpload = models.MaxFile + 64<<10

// Bounds of what is read of a body with a file. Each of those that are read at once may lie in memory as a whole.
const (
	uploadsAtOnce = 8
	uploadWait    = 5 * time.Second // for a free place
	maxParts      = 50
	maxText       = 1 << 10 // bytes of a part that is no file
)

// uploadRoutes end the addresses under which a file is sent.
var uploadRoutes = []string{"/photos", "/recordings"}

// MaxBody returns how many bytes the body of a call may have: more where a file is sent, or a part of the service log.
func MaxBody(r *http.Request) int64 {
	ends := func(route string) bool { return strings.HasSuffix(r.URL.Path, route) }
	switch {
	case r.Method == http.MethodPost && slices.ContainsFunc(uploadRoutes, ends):
		return maxUpload
	case r.Method == http.MethodPost && r.URL.Path == prefix+activityPath:
		return maxActivityBody
	}
	return maxBody
}

// errNotMultipart says that a body is of another type than a route with a file reads.
var errNotMultipart = errors.New("not multipart/form-data")

// sentForm is what came in a multipart body (RFC 7578): a file, and texts by the names of their fields.
type sentForm struct {
	file     []byte
	fileName string
	texts    map[string][]string
}

// text returns a field that is sent once, empty where it was left out.
func (f sentForm) text(name string) string {
	if sent := f.texts[name]; len(sent) > 0 {
		return sent[0]
	}
	return ""
}

// fieldFile is the field that holds the file.
const fieldFile = "file"

// readForm reads a multipart body whose fields are the file, and texts that are sent once or several times. It is an Invalid
// that names each part which may not be so.
func (s server) readForm(c echo.Context, once, several []string) (form sentForm, err error) {
	r := c.Request()
	kind, parameters, err := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
	if err != nil || kind != echo.MIMEMultipartForm {
		return form, errNotMultipart
	}
	free, err := s.uploads.Take(r)
	if err != nil {
		return form, err
	}
	defer free()
	reader := formReader{once: once, several: several, wrong: models.Invalid{}}
	reader.texts = map[string][]string{}
	parts := multipart.NewReader(http.MaxBytesReader(c.Response(), r.Body, maxUpload), parameters["boundary"])
	for range maxParts {
		part, err := parts.NextPart()
		if err == io.EOF { // a body that broke off wraps it
			return reader.sentForm, reader.wrong.OrNil()
		}
		if err == nil {
			err = reader.read(part)
		}
		if err != nil {
			return form, BrokenOff(err)
		}
	}
	return form, echo.NewHTTPError(http.StatusBadRequest)
}

// Places bound how many bodies with files are read at once: as many as fit into the channel.
type Places chan struct{}

// Take waits until there is memory for one more body, and returns TooMany where there is none for a while.
func (p Places) Take(r *http.Request) (free func(), err error) {
	wait := time.NewTimer(uploadWait)
	defer wait.Stop()
	select {
	case p <- struct{}{}:
		return func() { <-p }, nil
	case <-r.Context().Done():
		return nil, r.Context().Err()
	case <-wait.C:
		return nil, models.TooMany{After: uploadWait}
	}
}

// formReader reads one part after the other.
type formReader struct {
	sentForm
	once, several []string
	wrong         models.Invalid
}

func (f *formReader) read(part *multipart.Part) error {
	name := part.FormName()
	isFile := name == fieldFile
	switch {
	case !isFile && !slices.Contains(f.once, name) && !slices.Contains(f.several, name):
		f.wrong[name] = models.FaultUnknown
		return nil
	case isFile && f.file != nil, slices.Contains(f.once, name) && f.texts[name] != nil, !isFile && part.FileName() != "":
		f.wrong[name] = models.FaultMalformed
		return nil
	}
	most := int64(maxText)
	if isFile {
		most = models.MaxFile
	}
	content, err := io.ReadAll(io.LimitReader(part, most+1))
	switch {
	case err != nil:
		return err
	case isFile && int64(len(content)) > most:
		return models.UnfitLarge
	case isFile:
		f.file, f.fileName = content, part.FileName()
	case int64(len(content)) > most:
		f.wrong[name] = models.FaultTooLong
	default:
		f.texts[name] = append(f.texts[name], string(content))
	}
	return nil
}

// BrokenOff says what it means that a body could not be read to its end.
func BrokenOff(err error) error {
	var tooLarge *http.MaxBytesError
	var unfit models.Unfit
	var slow net.Error
	switch {
	case errors.As(err, &tooLarge), errors.As(err, &unfit):
		return err
	case errors.Is(err, os.ErrDeadlineExceeded), errors.As(err, &slow) && slow.Timeout():
		return echo.NewHTTPError(http.StatusRequestTimeout)
	}
	return echo.NewHTTPError(http.StatusBadRequest)
}
