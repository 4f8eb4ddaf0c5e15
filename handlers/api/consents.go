package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"jolara.com/privacy/models"
)

type consentInput struct {
	ID   personID `path:"id"`
	Body consentBody
}

type consentBody struct {
	ID            string `json:"id" doc:"the sender's own id of the choice"`
	Permission    string `json:"permission" enum:"camera,photo_upload,microphone,voice_call"`
	State         string `json:"state" enum:"granted,withdrawn"`
	At            string `json:"at" format:"date-time" doc:"when the choice was made"`
	PolicyVersion string `json:"policy_version,omitempty" doc:"that the person was shown; kept as sent"`
	Device        string `json:"device,omitempty" doc:"on which the choice was made"`
}

type consentOutput struct {
	Body struct {
		Permission    models.PermissionKind `json:"permission" enum:"camera,photo_upload,microphone,voice_call"`
		State         models.State          `json:"state" enum:"granted,withdrawn"`
		Since         time.Time             `json:"since" doc:"when the state began"`
		PolicyVersion string                `json:"policy_version" doc:"of the choice that began the state"`
	}
}

func (s server) consentRoutes(api huma.API) {
	huma.Register(api, huma.Operation{
		OperationID: "record-consent", Method: http.MethodPost, Path: "/people/{id}/consents", MaxBodyBytes: maxBody + 1,
		Summary: "Report a choice that the person made in the app",
		Errors:  withBody(http.StatusForbidden, http.StatusNotFound, http.StatusConflict),
		Description: "Answers with the permission as it now stands, which is the choice unless a later one stands against it. " +
			"The same id with the same content changes nothing and answers alike.",
	}, s.recordConsent)
}

func (s server) recordConsent(ctx context.Context, in *consentInput) (*consentOutput, error) {
	choice, err := in.Body.consent()
	if err != nil {
		return nil, err
	}
	now, err := s.Store.RecordConsent(ctx, string(in.ID), choice)
	if err != nil {
		return nil, err
	}
	out := &consentOutput{}
	out.Body.Permission, out.Body.State, out.Body.Since, out.Body.PolicyVersion = now.Kind, now.State, now.Since, now.PolicyVersion
	return out, nil
}

// consent returns the choice that the body tells, for the rules to check.
func (b consentBody) consent() (models.Consent, error) {
	wrong := models.Invalid{}
	return models.Consent{
		ID: b.ID, Kind: models.PermissionKind(b.Permission), State: models.State(b.State), At: parseTime(b.At, "at", wrong),
		PolicyVersion: b.PolicyVersion, Device: b.Device,
	}, wrong.OrNil()
}
