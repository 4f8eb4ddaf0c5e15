package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"jolara.com/privacy/models"
)

type printInput struct {
	Caller caller
	ID     personID `path:"id"`
	Body   printBody
}

type printBody struct {
	ID          string            `json:"id" doc:"the sender's own id of the order"`
	PhotoIDs    []string          `json:"photo_ids" nullable:"false" doc:"as the photos were uploaded, in their order; one that is printed twice stands there twice"`
	OrderedAt   string            `json:"ordered_at" format:"date-time"`
	State       string            `json:"state" enum:"ordered,printing,printed,sent,delivered,cancelled"`
	Preferences map[string]string `json:"preferences,omitempty" doc:"by name, as they were used"`
	Delivery    *deliveryBody     `json:"delivery,omitempty" doc:"left out where nothing is delivered"`
}

type deliveryBody struct {
	Recipient string   `json:"recipient"`
	Phone     string   `json:"phone,omitempty" doc:"not of a minor; kept as sent"`
	Lines     []string `json:"lines" nullable:"false"`
}

type printOutput struct {
	Body struct {
		ID        string            `json:"id"`
		State     models.PrintState `json:"state" enum:"ordered,printing,printed,sent,delivered,cancelled"`
		OrderedAt time.Time         `json:"ordered_at"`
		Photos    int               `json:"photos" doc:"how many are printed"`
	}
}

func (s server) printRoutes(api huma.API) {
	huma.Register(api, huma.Operation{
		OperationID: "push-print", Method: http.MethodPost, Path: "/people/{id}/prints", MaxBodyBytes: maxBody + 1,
		DefaultStatus: http.StatusCreated,
		Summary:       "Tell of a print job",
		Errors:        withBody(http.StatusForbidden, http.StatusNotFound, http.StatusConflict, http.StatusGone),
		Description: "Needs photo_upload, granted now or when the order was made, and photos that were chosen for printing: an attempt " +
			"with others is recorded. The same id with the same content, its state included, answers as the first time. " +
			"From 'printing' on the printer, from 'sent' on the courier is told to the person as one who received something.",
	}, s.pushPrint)
}

func (s server) pushPrint(ctx context.Context, in *printInput) (*printOutput, error) {
	pushed, err := in.Body.pushed()
	if err != nil {
		return nil, err
	}
	job, err := s.Store.PushPrint(ctx, in.Caller.ID, string(in.ID), pushed)
	if err != nil {
		return nil, err
	}
	out := &printOutput{}
	out.Body.ID, out.Body.State, out.Body.OrderedAt, out.Body.Photos = job.Reference, job.State, job.OrderedAt, len(job.Photos)
	return out, nil
}

// pushed returns the print job that the body tells of, for the rules to check.
func (b printBody) pushed() (models.PushedPrint, error) {
	wrong := models.Invalid{}
	pushed := models.PushedPrint{
		ID: b.ID, PhotoIDs: b.PhotoIDs, OrderedAt: parseTime(b.OrderedAt, "ordered_at", wrong), State: models.PrintState(b.State),
		Preferences: b.Preferences,
	}
	if d := b.Delivery; d != nil {
		pushed.Delivery = models.Address{Recipient: d.Recipient, Phone: d.Phone, Lines: d.Lines}
		if pushed.Delivery.Empty() {
			wrong["delivery"] = models.FaultMalformed
		}
	}
	return pushed, wrong.OrNil()
}
