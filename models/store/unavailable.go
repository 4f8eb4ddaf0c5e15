package store

import (
	"context"
	"errors"
	"io"
	"net"

	"github.com/jackc/pgx/v5/pgconn"
)

// Unavailable tells whether an error means that the database is not there, or too busy to answer in time. What was asked
// for may work a little later.
func Unavailable(err error) bool {
	var unreached net.Error
	var answered *pgconn.PgError
	switch {
	case errors.As(err, &answered):
		switch answered.Code[:2] { // the class: connection, resources, and what an operator did, or a timeout
		case "08", "53", "57":
			return true
		}
		return false
	default:
		return errors.As(err, &unreached) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, context.DeadlineExceeded)
	}
}
