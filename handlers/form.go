package handlers

import (
	"errors"
	"mime"
	"net/http"
	"net/url"
	"unicode/utf8"

	"github.com/labstack/echo/v4"
)

// form reads the body of a posted form. What is no form is 415, what cannot be parsed 400, what is too large 413.
func form(c echo.Context) (url.Values, error) {
	r := c.Request()
	kind, _, err := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
	if err != nil || kind != echo.MIMEApplicationForm {
		return nil, echo.NewHTTPError(http.StatusUnsupportedMediaType)
	}
	if err := r.ParseForm(); err != nil {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			return nil, err
		}
		return nil, echo.NewHTTPError(http.StatusBadRequest) // err would repeat what was typed
	}
	for _, values := range r.PostForm {
		for _, value := range values {
			if !utf8.ValidString(value) {
				return nil, echo.NewHTTPError(http.StatusBadRequest)
			}
		}
	}
	return r.PostForm, nil
}
