package api

import (
	"io"
	"net/http"
	"reflect"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
)

// photoBody is a photo as it is kept.
type photoBody struct {
	ID         string            `json:"id" doc:"the sender's own"`
	MediaType  string            `json:"media_type" enum:"image/jpeg,image/png,image/webp"`
	Width      int               `json:"width" doc:"in pixels, as the picture stands upright"`
	Height     int               `json:"height"`
	Bytes      int64             `json:"bytes" doc:"as it is kept"`
	Functions  []models.Function `json:"functions" nullable:"false"`
	TakenAt    time.Time         `json:"taken_at,omitzero" doc:"left out where nobody knows"`
	UploadedAt time.Time         `json:"uploaded_at"`
	Removed    []models.Trace    `json:"removed" nullable:"false" doc:"what came with the file and is not kept, such as location or camera"`
}

func (s server) photoRoutes(e *echo.Echo, api huma.API) {
	text := &huma.Schema{Type: huma.TypeString}
	s.raw(e, api, &huma.Operation{
		OperationID: "upload-photo", Method: http.MethodPost, Path: "/people/{id}/photos", DefaultStatus: http.StatusCreated,
		Summary: "Upload a photo that the person chose",
		Description: "Needs photo_upload, granted now. What tells more than the picture, such as where it was taken, is removed from the file. " +
			"The same id with the same content answers as the first time.",
		Parameters: []*huma.Param{pathIDParam("id", "Jolara's own id of the person")},
		RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{echo.MIMEMultipartForm: {
			Schema: &huma.Schema{
				Type: huma.TypeObject, Required: []string{"id", "functions", fieldFile},
				Properties: map[string]*huma.Schema{
					"id":        {Type: huma.TypeString, Description: "the sender's own id of the photo"},
					"functions": {Type: huma.TypeArray, Items: text, Description: "what the person chose it for, such as printing; one part for each"},
					"taken_at":  {Type: huma.TypeString, Format: "date-time", Description: "without it the date in the file counts"},
					fieldFile:   {Type: huma.TypeString, Format: "binary", Description: "JPEG, PNG or WebP, up to 20 MB"},
				},
			},
		}}},
		Errors: withBody(http.StatusForbidden, http.StatusNotFound, http.StatusConflict, http.StatusGone, http.StatusRequestTimeout,
			http.StatusUnprocessableEntity, http.StatusTooManyRequests, http.StatusInternalServerError),
	}, &huma.Response{
		Description: "The photo as it is kept",
		Content: map[string]*huma.MediaType{mediaType: {
			Schema: api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[photoBody](), true, ""),
		}},
	}, aboutPerson(s.uploadPhoto))
	s.raw(e, api, &huma.Operation{
		OperationID: "read-photo", Method: http.MethodGet, Path: "/people/{id}/photos/{photo}/file", DefaultStatus: http.StatusOK,
		Summary: "Read a photo's file for a function",
		Description: "The function is one that the photo was chosen for, and photo_upload is granted now. Each reading is recorded, " +
			"and each attempt for anything else: the person sees both.",
		Parameters: []*huma.Param{
			pathIDParam("id", "Jolara's own id of the person"), pathIDParam("photo", "the sender's own id of the photo"),
			{Name: "function", In: "query", Required: true, Schema: text, Example: "printing"},
		},
		Errors: []int{
			http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusGone, http.StatusUnprocessableEntity,
			http.StatusInternalServerError,
		},
	}, &huma.Response{
		Description: "The file",
		Content:     map[string]*huma.MediaType{"image/*": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}},
	}, aboutPerson(s.readPhoto))
}

func (s server) uploadPhoto(c echo.Context, client models.Client, person string) error {
	form, err := s.readForm(c, []string{"id", "taken_at"}, []string{"functions"})
	if err != nil {
		return err
	}
	up, err := uploadIn(form)
	if err != nil {
		return err
	}
	photo, err := s.Store.UploadPhoto(c.Request().Context(), client.ID, person, up)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusCreated, photoBody{
		up.ID, photo.MediaType, photo.Width, photo.Height, photo.Bytes, photo.Functions, photo.TakenAt, photo.UploadedAt,
		append([]models.Trace{}, photo.Removed...),
	})
}

// uploadIn returns the photo that a body holds, for the rules to check.
func uploadIn(form sentForm) (up models.Upload, err error) {
	up = models.Upload{ID: form.text("id"), FileName: form.fileName, File: form.file}
	wrong := models.Invalid{}
	if text := form.text("taken_at"); text != "" {
		up.TakenAt = parseTime(text, "taken_at", wrong)
	}
	up.Functions, err = models.ParseFunctions(form.texts["functions"])
	for field, fault := range invalid(err) {
		wrong[field] = fault
	}
	return up, wrong.OrNil()
}

func (s server) readPhoto(c echo.Context, client models.Client, person string) error {
	id, err := pathID(c, "photo")
	if err != nil {
		return err
	}
	function, err := functionAsked(c)
	if err != nil {
		return err
	}
	file, err := s.Store.UsePhoto(c.Request().Context(), client.ID, person, id, function)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, file.MediaType)
	h.Set(echo.HeaderContentLength, strconv.FormatInt(file.Bytes, 10))
	h.Set(echo.HeaderContentDisposition, ContentDisposition("attachment", file.Name))
	h.Set(echo.HeaderXContentTypeOptions, "nosniff")
	c.Response().WriteHeader(http.StatusOK)
	_, err = io.Copy(c.Response(), file)
	return err
}

// functionAsked reads for which function a file is asked, which is said once.
func functionAsked(c echo.Context) (models.Function, error) {
	const field = "query.function"
	names := c.QueryParams()["function"]
	if len(names) == 0 || names[0] == "" {
		return "", models.Invalid{field: models.FaultMissing}
	}
	function, err := models.ParseFunction(names[0])
	if err != nil || len(names) > 1 {
		return "", models.Invalid{field: models.FaultMalformed}
	}
	return function, nil
}
