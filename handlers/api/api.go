// Package api is the JSON API for Jolara's own systems, under /api/v1: they tell what they know about a person, report
// the choices made in the app, and ask what is allowed before they do anything (#21). README.md has a curl for each route.
package api

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"
	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models/store"
)

// Deps is what the API needs from whoever mounts it.
type Deps struct {
	Store *store.Store
	Log   *slog.Logger // is told of failures that are ours, each once
}

// server carries the dependencies to the handlers, which are its methods.
type server struct {
	Deps
	uploads Places // for bodies with a file
}

const (
	prefix = "/api/v1"
	// maxBody is how many bytes the body of a call may have. huma refuses a body that reaches its limit.
	maxBody = 1 << 20
)

// Mount adds every route of the API to e, and the document that describes them at /api/openapi.json.
func Mount(e *echo.Echo, deps Deps) {
	speakProblems()
	s := server{deps, make(Places, uploadsAtOnce)}
	config := huma.DefaultConfig("Jolara's privacy portal", "1")
	config.Servers = []*huma.Server{{URL: prefix}}
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{"key": {Type: "http", Scheme: "bearer"}}
	config.Security = []map[string][]string{{"key": {}}}
	config.DocsPath, config.SchemasPath, config.OpenAPIPath = "", "", "" // its page loads a script from elsewhere
	config.CreateHooks = nil                                             // no $schema in what we answer
	config.Formats = map[string]huma.Format{mediaType: strictJSON, "json": jsonByAnotherName}
	config.Transformers = []huma.Transformer{s.sendProblem}

	api := humaecho.NewWithGroup(e, e.Group(prefix), config)
	api.UseMiddleware(noStore, s.requireKey(api))
	s.peopleRoutes(api)
	s.consentRoutes(api)
	s.permissionRoutes(api)
	s.linkCodeRoutes(api)
	s.photoRoutes(e, api)
	s.printRoutes(api)
	s.talkRoutes(e, api)
	s.activityRoutes(e, api)
	e.GET("/api/openapi.json", describe(api.OpenAPI()))
}

// speakProblems makes huma answer every error with a problem. huma keeps these two settings for the whole program.
var speakProblems = sync.OnceFunc(func() {
	huma.NewError = newProblem
	huma.ValidateStrictCasing = true // a field that is spelled otherwise is an unknown field
})

// withBody lists the errors of a route that reads a body, for the document; huma adds 422 and 500.
func withBody(more ...int) []int {
	return append(more, http.StatusBadRequest, http.StatusUnauthorized, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
}

func describe(document *huma.OpenAPI) echo.HandlerFunc {
	written := sync.OnceValues(func() ([]byte, error) { return json.Marshal(document) })
	return func(c echo.Context) error {
		body, err := written()
		if err != nil {
			return err
		}
		return c.Blob(http.StatusOK, mediaType, body)
	}
}

// noStore keeps what is said about a person out of every cache (T23).
func noStore(ctx huma.Context, next func(huma.Context)) {
	ctx.SetHeader(echo.HeaderCacheControl, "no-store")
	next(ctx)
}
