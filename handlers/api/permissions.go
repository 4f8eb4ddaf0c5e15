package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"jolara.com/privacy/models"
)

// standing is how one permission stands. Never refuses like withdrawn.
type standing struct {
	State         models.State `json:"state" enum:"granted,withdrawn,never"`
	Since         time.Time    `json:"since,omitzero" doc:"when the state began; left out for never"`
	PolicyVersion string       `json:"policy_version" doc:"of the choice that began the state; empty where none was told"`
}

type permissionsInput struct {
	ID personID `path:"id"`
}

type permissionsOutput struct {
	Body struct {
		Permissions map[models.PermissionKind]standing `json:"permissions"`
		Choices     map[models.PermissionKind]standing `json:"choices" doc:"about recordings: keep_recordings, without which no sound is kept, and improve_support, without which none is used for that"`
	}
}

func (s server) permissionRoutes(api huma.API) {
	huma.Register(api, huma.Operation{
		OperationID: "get-permissions", Method: http.MethodGet, Path: "/people/{id}/permissions",
		Summary: "Ask what the person allows", Errors: []int{http.StatusUnauthorized, http.StatusNotFound},
		Description: "To be asked before each use: a withdrawal holds from the next answer on.",
	}, s.permissions)
}

func (s server) permissions(ctx context.Context, in *permissionsInput) (*permissionsOutput, error) {
	permissions, choices, err := s.Store.PermissionsOf(ctx, string(in.ID))
	if err != nil {
		return nil, err
	}
	out := &permissionsOutput{}
	out.Body.Permissions, out.Body.Choices = standings(permissions), standings(choices)
	return out, nil
}

func standings(list []models.Permission) map[models.PermissionKind]standing {
	of := make(map[models.PermissionKind]standing, len(list))
	for _, p := range list {
		of[p.Kind] = standing{State: p.State, Since: p.Since, PolicyVersion: p.PolicyVersion}
	}
	return of
}
