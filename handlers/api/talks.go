package api

import (
	"context"
	"net/http"
	"reflect"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
)

// recordingBody is a recording as it is kept.
type recordingBody struct {
	ID   string `json:"id" doc:"the sender's own"`
	Kept bool   `json:"kept" doc:"false where the person has not chosen keep_recordings: then only who talked when and how long is kept"`
}

type callInput struct {
	ID   personID `path:"id"`
	Body callBody
}

type callBody struct {
	ID        string `json:"id" doc:"the sender's own id of the call"`
	At        string `json:"at" format:"date-time" doc:"when it began"`
	Seconds   int    `json:"seconds" minimum:"0" maximum:"86400" doc:"how long it lasted; 0 where nobody answered"`
	Direction string `json:"direction" enum:"in,out" doc:"seen from the person's phone"`
}

type callOutput struct {
	Body struct {
		ID string `json:"id"`
	}
}

func (s server) talkRoutes(e *echo.Echo, api huma.API) {
	s.raw(e, api, &huma.Operation{
		OperationID: "push-recording", Method: http.MethodPost, Path: "/people/{id}/recordings", DefaultStatus: http.StatusCreated,
		Summary: "Send a recording of a talk with support",
		Description: "Needs microphone, granted now. Tags are removed from the file, since they may name people. The sound is kept only " +
			"where the person chose keep_recordings. The same id with the same content answers as the first time.",
		Parameters: []*huma.Param{pathIDParam("id", "Jolara's own id of the person")},
		RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{echo.MIMEMultipartForm: {
			Schema: &huma.Schema{
				Type: huma.TypeObject, Required: []string{"id", "started_at", "seconds", fieldFile},
				Properties: map[string]*huma.Schema{
					"id":         {Type: huma.TypeString, Description: "the sender's own id of the recording"},
					"started_at": {Type: huma.TypeString, Format: "date-time"},
					"seconds":    {Type: huma.TypeInteger, Description: "how long it lasts, up to a day"},
					"with":       {Type: huma.TypeString, Description: "whom the person talked to"},
					fieldFile:    {Type: huma.TypeString, Format: "binary", Description: "WAV, MP3, or Ogg with Opus or Vorbis, up to 20 MB"},
				},
			},
		}}},
		Errors: withBody(http.StatusForbidden, http.StatusNotFound, http.StatusConflict, http.StatusGone, http.StatusRequestTimeout,
			http.StatusUnprocessableEntity, http.StatusTooManyRequests, http.StatusInternalServerError),
	}, &huma.Response{
		Description: "The recording as it is kept",
		Content: map[string]*huma.MediaType{mediaType: {
			Schema: api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[recordingBody](), true, ""),
		}},
	}, aboutPerson(s.pushRecording))
	huma.Register(api, huma.Operation{
		OperationID: "push-call", Method: http.MethodPost, Path: "/people/{id}/calls", MaxBodyBytes: maxBody + 1,
		DefaultStatus: http.StatusCreated, Summary: "Tell of a call",
		Errors:      withBody(http.StatusForbidden, http.StatusNotFound, http.StatusConflict, http.StatusGone),
		Description: "Needs voice_call, granted now. The same id with the same content answers as the first time.",
	}, s.pushCall)
}

func (s server) pushRecording(c echo.Context, _ models.Client, person string) error {
	form, err := s.readForm(c, []string{"id", "started_at", "seconds", "with"}, nil)
	if err != nil {
		return err
	}
	recording, err := recordingIn(form)
	if err != nil {
		return err
	}
	talk, err := s.Store.PushRecording(c.Request().Context(), person, recording)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusCreated, recordingBody{recording.ID, talk.Kept()})
}

// recordingIn returns the recording that a body holds, for the rules to check.
func recordingIn(form sentForm) (r models.PushedRecording, err error) {
	r = models.PushedRecording{ID: form.text("id"), With: form.text("with"), File: form.file}
	wrong := models.Invalid{}
	if text := form.text("started_at"); text != "" {
		r.StartedAt = parseTime(text, "started_at", wrong)
	}
	if form.file == nil {
		wrong[fieldFile] = models.FaultMissing
	}
	switch text := form.text("seconds"); text {
	case "":
		wrong["seconds"] = models.FaultMissing
	default:
		if r.Seconds, err = strconv.Atoi(text); err != nil {
			wrong["seconds"] = models.FaultMalformed
		}
	}
	return r, wrong.OrNil()
}

func (s server) pushCall(ctx context.Context, in *callInput) (*callOutput, error) {
	call, err := in.Body.call()
	if err != nil {
		return nil, err
	}
	if _, err := s.Store.PushCall(ctx, string(in.ID), call); err != nil {
		return nil, err
	}
	out := &callOutput{}
	out.Body.ID = call.ID
	return out, nil
}

// call returns the call that the body tells of, for the rules to check.
func (b callBody) call() (models.PushedCall, error) {
	wrong := models.Invalid{}
	return models.PushedCall{
		ID: b.ID, At: parseTime(b.At, "at", wrong), Seconds: b.Seconds, Direction: b.Direction,
	}, wrong.OrNil()
}
