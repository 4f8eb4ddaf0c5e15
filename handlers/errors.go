package handlers

import (
	"context"
	"errors"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/handlers/api"
	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/views/pages"
)

// showError turns every error that a handler returns into its page, and alone logs what is our fault, once.
func (p *portal) showError(err error, c echo.Context) {
	if c.Response().Committed {
		p.logFailure(c, err) // the page was sent before it failed
		return
	}
	if isAPI(c.Request().URL.Path) {
		if api.WriteError(c, err) >= http.StatusInternalServerError {
			p.logFailure(c, err)
		}
		return
	}
	problem := pages.Problem{Status: statusOf(err), RequestID: c.Response().Header().Get(echo.HeaderXRequestID)}
	var refused models.Refused
	if errors.As(err, &refused) {
		problem.Reason = refused.Reason
	}
	var tooMany models.TooMany
	if errors.As(err, &tooMany) {
		problem.RetryAfter = tooMany.After
		retryAfter(c, tooMany.After)
	}
	if problem.Status >= http.StatusInternalServerError {
		p.logFailure(c, err)
	}
	if renderErr := render(c, problem.Status, pages.Error(p.shell(c), problem)); renderErr != nil {
		p.logFailure(c, renderErr)
	}
}

func (p *portal) logFailure(c echo.Context, err error) {
	if errors.Is(err, context.Canceled) || c.Request().Context().Err() != nil {
		return // the browser went away
	}
	p.Log.Error("request failed", "request", c.Response().Header().Get(echo.HeaderXRequestID), "method", c.Request().Method,
		"route", c.Path(), "error", err)
}

// statusOf says which status an error means.
func statusOf(err error) int {
	var http_ *echo.HTTPError
	var invalid models.Invalid
	var refused models.Refused
	var tooMany models.TooMany
	var tooLarge *http.MaxBytesError
	switch {
	case errors.Is(err, models.ErrNotFound):
		return http.StatusNotFound
	case errors.Is(err, models.ErrDeadLink):
		return http.StatusGone
	case errors.Is(err, models.ErrConflict):
		return http.StatusConflict
	case errors.As(err, &refused):
		return http.StatusForbidden
	case errors.As(err, &tooMany):
		return http.StatusTooManyRequests
	case errors.As(err, &invalid):
		return http.StatusUnprocessableEntity
	case errors.As(err, &tooLarge):
		return http.StatusRequestEntityTooLarge
	case errors.As(err, &http_):
		return http_.Code
	case store.Unavailable(err):
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// retryAfter tells a client in whole seconds when to come back (RFC 9110, 10.2.3).
func retryAfter(c echo.Context, wait time.Duration) {
	c.Response().Header().Set(echo.HeaderRetryAfter, strconv.Itoa(int(math.Ceil(wait.Seconds()))))
}
