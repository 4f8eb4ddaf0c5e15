package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/handlers/api"
	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
)

// filePolicy keeps a browser that opens a file by itself from running or loading anything in it (T8, T9).
const filePolicy = "default-src 'none'; sandbox; frame-ancestors 'none'"

// serveFile answers with a person's picture or recording. Small sizes of pictures may stay in the browser
// for five minutes; what was uploaded or recorded stays nowhere.
func (p *portal) serveFile(c echo.Context, of shown) error {
	size, err := models.ParseSize(c.QueryParam("size"))
	if err != nil {
		return err
	}
	file, err := p.Store.File(c.Request().Context(), of.person.ID, c.Param("id"), size)
	if err != nil {
		return err
	}
	return sendFile(c, file, size)
}

// sendFile sends a file to whoever may see it, and closes it.
func sendFile(c echo.Context, file store.File, size models.Size) error {
	defer func() { _ = file.Close() }()
	disposition := "inline"
	if c.QueryParam("download") == "1" {
		disposition = "attachment"
	}
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, file.MediaType)
	h.Set(echo.HeaderContentDisposition, api.ContentDisposition(disposition, file.Name))
	h.Set(echo.HeaderContentSecurityPolicy, filePolicy)
	h.Set(echo.HeaderVary, "Cookie")
	h.Set(echo.HeaderCacheControl, "no-store")
	if size != models.SizeOriginal {
		h.Set(echo.HeaderCacheControl, "private, max-age=300")
		h.Set("ETag", file.ETag)
	}
	http.ServeContent(c.Response(), c.Request(), "", file.ModTime, file)
	return nil
}
