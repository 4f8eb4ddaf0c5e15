package api

import (
	"net/http"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
)

// rawHandler answers a call of a client.
type rawHandler func(c echo.Context, client models.Client) error

// aboutPerson is for routes about Jolara's person whose id is in the address.
func aboutPerson(handle func(c echo.Context, client models.Client, person string) error) rawHandler {
	return func(c echo.Context, client models.Client) error {
		person, err := pathID(c, "id")
		if err != nil {
			return err
		}
		return handle(c, client, person)
	}
}

// raw adds a route whose body or answer is no JSON, which huma does not read or write, and describes it beside the others.
// answer is the document's example of what the route answers with.
func (s server) raw(e *echo.Echo, api huma.API, op *huma.Operation, answer *huma.Response, handle rawHandler) {
	path := prefix + strings.NewReplacer("{", ":", "}", "").Replace(op.Path)
	e.Add(op.Method, path, func(c echo.Context) error {
		c.Response().Header().Set(echo.HeaderCacheControl, "no-store") // (T23)
		client, err := s.checkKey(c.Request())
		if err != nil {
			return err
		}
		return handle(c, client)
	})
	op.Responses = map[string]*huma.Response{strconv.Itoa(op.DefaultStatus): answer}
	schema := api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[problem](), true, "")
	for _, status := range op.Errors {
		op.Responses[strconv.Itoa(status)] = &huma.Response{
			Description: http.StatusText(status),
			Content:     map[string]*huma.MediaType{problemType: {Schema: schema}},
		}
	}
	api.OpenAPI().AddOperation(op)
}

// pathID reads an id of Jolara's from the address, with its escapes.
func pathID(c echo.Context, name string) (string, error) {
	text := unescaped(c.Param(name), c.Request().URL)
	if !isID(text) {
		return "", models.Invalid{"path." + name: models.FaultMalformed}
	}
	return text, nil
}

// unescaped reads the escapes in a part of the path, which echo leaves in where it routes by the raw path.
func unescaped(part string, u *url.URL) string {
	if u.RawPath != "" {
		part, _ = url.PathUnescape(part) // net/http has parsed the path before
	}
	return part
}

// isID tells whether a text may be an id of Jolara's own.
func isID(text string) bool {
	return text != "" && utf8.RuneCountInString(text) <= maxIDLength && utf8.ValidString(text) && !strings.ContainsFunc(text, unicode.IsControl)
}

// pathIDParam describes an id in the address.
func pathIDParam(name, about string) *huma.Param {
	return &huma.Param{Name: name, In: "path", Required: true, Description: about, Schema: &huma.Schema{Type: huma.TypeString}}
}
