package app

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
)

// demoApp stands for Jolara's app: it speaks to the portal's API, without a network in between.
type demoApp struct {
	portal  http.Handler
	baseURL string
	key     string
	log     *slog.Logger
}

// answered is an answer of the API that is none of success.
type answered struct {
	call   string
	status int
	text   string
}

func (a answered) Error() string { return fmt.Sprintf("demo: %s: %d %s", a.call, a.status, a.text) }

func (a demoApp) send(ctx context.Context, method, path string, body any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	_, err = a.post(ctx, method, path, "application/json", text)
	return err
}

// post sends a body and returns the answer's; any other answer than success is an answered.
func (a demoApp) post(ctx context.Context, method, path, mediaType string, body []byte) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, method, a.baseURL+"/api/v1"+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", "Bearer "+a.key)
	request.Header.Set("Content-Type", mediaType)
	answer := httptest.NewRecorder()
	a.portal.ServeHTTP(answer, request)
	if answer.Code >= http.StatusMultipleChoices {
		return nil, answered{method + " " + path, answer.Code, strings.TrimSpace(answer.Body.String())}
	}
	return answer.Body.Bytes(), nil
}
