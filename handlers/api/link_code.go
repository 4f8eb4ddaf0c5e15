package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
)

type linkCodeInput struct {
	ID personID `path:"id"`
}

type linkCodeOutput struct {
	Body struct {
		Code      string    `json:"code" example:"042917" doc:"six digits, to be typed on the portal's page /account/link, once"`
		ExpiresAt time.Time `json:"expires_at" doc:"ten minutes from now"`
	}
}

func (s server) linkCodeRoutes(api huma.API) {
	huma.Register(api, huma.Operation{
		OperationID: "make-link-code", Method: http.MethodPost, Path: "/people/{id}/link-code",
		Summary: "Make a code that links the person's sign-in on the portal",
		Errors:  []int{http.StatusUnauthorized, http.StatusNotFound, http.StatusConflict},
		Description: "The app shows it to the person, and to nobody else: whoever types it on the portal becomes this person there. " +
			"A new code ends the one before it. 409 where the person signs in on the portal already.",
	}, s.makeLinkCode)
}

func (s server) makeLinkCode(ctx context.Context, in *linkCodeInput) (*linkCodeOutput, error) {
	made, err := s.Store.LinkCode(ctx, string(in.ID))
	if err != nil {
		return nil, err
	}
	out := &linkCodeOutput{}
	out.Body.Code, out.Body.ExpiresAt = made.Code, made.ExpiresAt
	return out, nil
}
