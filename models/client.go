package models

// ClientID is the portal's own id of one of Jolara's systems, a UUID.
type ClientID string

// Client is one of Jolara's systems that may call the API.
type Client struct {
	ID   ClientID
	Name string // as people are told who sent something
}
