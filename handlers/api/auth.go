package api

import (
	"errors"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"

	"jolara.com/privacy/models"
)

// errNoKey says that a call came without a live key.
var errNoKey = errors.New("no live key")

// requireKey lets in whoever carries a client's live key, before anything else of the call is read (RFC 6750). The
// store compares the key's hash.
func (s server) requireKey(api huma.API) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		c := humaecho.Unwrap(ctx)
		client, err := s.checkKey(c.Request())
		if err != nil {
			_ = huma.WriteErr(api, ctx, http.StatusInternalServerError, "", err) // the caller has hung up
			return
		}
		c.Set(clientKey, client)
		next(ctx)
	}
}

func (s server) checkKey(r *http.Request) (models.Client, error) {
	key, ok := bearer(r.Header)
	if !ok {
		return models.Client{}, errNoKey
	}
	client, err := s.Store.Client(r.Context(), key)
	if errors.Is(err, models.ErrNotFound) {
		err = errNoKey
	}
	return client, err
}

// clientKey is where requireKey leaves who calls.
const clientKey = "client"

// caller is who calls, in the input of a route that wants to know.
type caller struct{ models.Client }

// Resolve takes what requireKey found out.
func (c *caller) Resolve(ctx huma.Context) []error {
	c.Client, _ = humaecho.Unwrap(ctx).Get(clientKey).(models.Client)
	return nil
}

// bearer returns the one key that a call carries.
func bearer(h http.Header) (key string, ok bool) {
	values := h.Values("Authorization")
	if len(values) != 1 {
		return "", false
	}
	scheme, key, _ := strings.Cut(values[0], " ")
	return key, strings.EqualFold(scheme, "bearer") && key != ""
}
