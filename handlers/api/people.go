package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// personID is Jolara's own id of a person, as the address of everything about them holds it.
type personID string

const maxIDLength = 200

// Schema describes the id. Its length is counted by Resolve, after the escapes are read.
func (personID) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{
		Type: huma.TypeString, Examples: []any{"demo-adult"},
		Description: "Jolara's own id of the person, the same for every client: 1 to 200 characters",
	}
}

// Resolve reads the escapes in the id, which echo leaves in where it routes by the raw path, and checks it.
func (id *personID) Resolve(ctx huma.Context) []error {
	u := ctx.URL()
	text := unescaped(string(*id), &u)
	if !isID(text) {
		return []error{&huma.ErrorDetail{Location: "path.id", Message: "expected an id of 1 to 200 characters"}}
	}
	*id = personID(text)
	return nil
}

type pushInput struct {
	ID   personID `path:"id"`
	Body pushBody
}

type pushOutput struct {
	Body struct {
		ID         personID `json:"id"`
		Superseded []string `json:"superseded" nullable:"false" doc:"the fields that lost against the person's own correction or a later push"`
	}
}

func (s server) peopleRoutes(api huma.API) {
	huma.Register(api, huma.Operation{
		OperationID: "push-person", Method: http.MethodPut, Path: "/people/{id}", MaxBodyBytes: maxBody + 1,
		Summary: "Tell what Jolara knows about a person", Errors: withBody(),
		Description: "An update: a field that is left out stays, null or an empty text clears it. An id that is new makes the person, " +
			"and then email, name and birth_date are needed.",
	}, s.pushPerson)
}

func (s server) pushPerson(ctx context.Context, in *pushInput) (*pushOutput, error) {
	pushed, err := in.Body.person(s.Store.Now())
	if err != nil {
		return nil, err
	}
	superseded, err := s.Store.PushPerson(ctx, string(in.ID), pushed)
	if err != nil {
		return nil, err
	}
	out := &pushOutput{}
	out.Body.ID, out.Body.Superseded = in.ID, append([]string{}, superseded...)
	return out, nil
}
