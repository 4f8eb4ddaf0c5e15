package models

import "strings"

// ClientID is the portal's own id of one of Jolara's systems, a UUID.
type ClientID string

// ParseClientName reads a system's name. It is an Invalid where it is empty or no single line, which nobody could revoke again.
func ParseClientName(text string) (string, error) {
	name := strings.TrimSpace(text)
	fault := checkLine(name)
	if name == "" {
		fault = FaultMissing
	}
	if fault != "" {
		return "", Invalid{"name": fault}
	}
	return name, nil
}

// Client is one of Jolara's systems that may call the API.
type Client struct {
	ID   ClientID
	Name string // as people are told who sent something
}
