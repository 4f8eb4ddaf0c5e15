package api

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
)

const (
	activityPath = "/activity"
	// linesType is the media type of a body of JSON values, one on each line.
	linesType = "application/x-ndjson"
	// maxActivityBody is how many bytes the rows of a call may have.
	maxActivityBody = 2 << 20
)

var (
	// errNotLines says that a body is of another type than rows are sent in.
	errNotLines = errors.New("not " + linesType)
	// errTooManyRows says that a body has more than models.MaxActivity rows.
	errTooManyRows = errors.New("too many rows")
)

// rowAnswer tells what became of one row.
type rowAnswer struct {
	Line    int          `json:"line" doc:"of the body, from 1"`
	EventID string       `json:"event_id,omitempty" doc:"as it was sent"`
	Status  int          `json:"status" enum:"201,400,404,409,410,422" doc:"as if the row were a call of its own"`
	Code    string       `json:"code,omitempty" doc:"why it is not recorded, for programs"`
	Errors  []fieldError `json:"errors,omitempty" nullable:"false" doc:"every field that may not be as it was sent"`
}

func (s server) activityRoutes(e *echo.Echo, api huma.API) {
	schemas := api.OpenAPI().Components.Schemas
	s.raw(e, api, &huma.Operation{
		OperationID: "record-activity", Method: http.MethodPost, Path: activityPath, DefaultStatus: http.StatusOK,
		Summary: "Send entries of the service log",
		Description: "Up to 1,000 rows of one person or of many, one JSON object on each line. Each row is answered in its order, and one " +
			"that may not be so keeps no other out. The same event of a person with the same content answers as the first time. " +
			"Of a minor what they browse, click, search for and mark is refused (of_minor).",
		RequestBody: &huma.RequestBody{
			Required: true,
			Content:  map[string]*huma.MediaType{linesType: {Schema: schemas.Schema(reflect.TypeFor[activityBody](), true, "")}},
		},
		Errors: withBody(http.StatusRequestTimeout, http.StatusInternalServerError),
	}, &huma.Response{
		Description: "An answer for each row, in their order",
		Content: map[string]*huma.MediaType{mediaType: {
			Schema: &huma.Schema{Type: huma.TypeArray, Items: schemas.Schema(reflect.TypeFor[rowAnswer](), true, "")},
		}},
	}, s.recordActivity)
}

func (s server) recordActivity(c echo.Context, _ models.Client) error {
	lines, err := readLines(c)
	if err != nil {
		return err
	}
	answers := make([]rowAnswer, len(lines))
	var rows []models.SentActivity
	var places []int // of the rows among the answers
	for i, line := range lines {
		answers[i] = rowAnswer{Line: line.number, Status: http.StatusCreated}
		row, err := readActivity(line.text)
		answers[i].EventID = row.EventID
		if err != nil {
			answers[i].refuse(err)
			continue
		}
		rows, places = append(rows, row), append(places, i)
	}
	results, err := s.Store.RecordActivity(c.Request().Context(), rows)
	if err != nil {
		return err
	}
	for i, err := range results {
		if err != nil {
			answers[places[i]].refuse(err)
		}
	}
	return c.JSON(http.StatusOK, answers)
}

// refuse answers a row as a call of its own would be.
func (a *rowAnswer) refuse(err error) {
	p := problemOf(err)
	a.Status, a.Code, a.Errors = p.Status, p.Code, p.Errors
}

// line is one line of a body that is not empty.
type line struct {
	number int // from 1
	text   []byte
}

func readLines(c echo.Context) (lines []line, err error) {
	r := c.Request()
	if kind, _, err := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType)); err != nil || kind != linesType {
		return nil, errNotLines
	}
	body, err := io.ReadAll(http.MaxBytesReader(c.Response(), r.Body, maxActivityBody))
	if err != nil {
		return nil, BrokenOff(err)
	}
	number := 0
	for text := range bytes.Lines(body) {
		number++
		if text = bytes.TrimSpace(text); len(text) > 0 {
			lines = append(lines, line{number, text})
		}
	}
	if len(lines) > models.MaxActivity {
		return nil, errTooManyRows
	}
	return lines, nil
}
