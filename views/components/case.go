package components

import (
	"context"
	"strings"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/i18n"
)

// CaseName returns what its person's pages call a case.
func CaseName(ctx context.Context, kind models.CaseKind) string {
	switch kind {
	case models.CaseReport:
		return i18n.T(ctx, "Report")
	case models.CaseAccess:
		return i18n.T(ctx, "Request for a copy")
	case models.CaseCorrection:
		return i18n.T(ctx, "Request to correct")
	case models.CaseDeletion:
		return i18n.T(ctx, "Request to delete")
	case models.CaseQuestion:
		return i18n.T(ctx, "Question")
	default:
		return i18n.T(ctx, "Complaint")
	}
}

// CaseGlyph returns the drawing of a case of a kind.
func CaseGlyph(kind models.CaseKind) Glyph {
	switch kind {
	case models.CaseAccess:
		return GlyphDown
	case models.CaseCorrection:
		return GlyphPage
	case models.CaseDeletion:
		return GlyphTrash
	default:
		return GlyphSay
	}
}

// AboutName returns what pages call what a case is about.
func AboutName(ctx context.Context, about models.CategoryKey) string {
	switch about {
	case "":
		return i18n.T(ctx, "I don’t know")
	case models.AboutOther:
		return i18n.T(ctx, "Something else")
	default:
		return CategoryName(ctx, about)
	}
}

// RoleName returns what pages call what a member of the privacy team does.
func RoleName(ctx context.Context, role models.Role) string {
	switch role {
	case models.RoleOfficer:
		return i18n.C(ctx, "a role at the privacy desk", "officer")
	case models.RoleAdmin:
		return i18n.C(ctx, "a role at the privacy desk", "admin")
	default:
		return i18n.C(ctx, "a role at the privacy desk", "agent")
	}
}

// CauseName says to its person why somebody at the desk opened a case.
func CauseName(ctx context.Context, cause models.Cause) string {
	switch cause {
	case models.CauseVerify:
		return i18n.T(ctx, "To check who wrote")
	case models.CauseFacts:
		return i18n.T(ctx, "To check facts that another case turns on")
	case models.CauseSupervise:
		return i18n.T(ctx, "To supervise")
	case models.CauseAsked:
		return i18n.T(ctx, "Because you asked for it")
	case models.CauseSettle:
		return i18n.T(ctx, "To check a birth date or a guardian’s yes")
	default:
		return i18n.T(ctx, "To answer")
	}
}

// SawNames lists what somebody at the desk saw, as the end of a sentence does.
func SawNames(ctx context.Context, fields []models.LookField) string {
	return strings.Join(named(ctx, fields, sawName), i18n.C(ctx, "between the items of a list", ", "))
}

func sawName(ctx context.Context, field models.LookField) string {
	switch field {
	case models.SawName:
		return i18n.C(ctx, "seen in a case", "name")
	case models.SawContact:
		return i18n.C(ctx, "seen in a case", "e-mail or post address")
	case models.SawPictures:
		return i18n.C(ctx, "seen in a case", "pictures")
	case models.SawBirth:
		return i18n.C(ctx, "seen at the desk", "birth date")
	case models.SawGuardian:
		return i18n.C(ctx, "seen at the desk", "the guardian’s name, relation and e-mail address")
	case models.SawSheet:
		return i18n.C(ctx, "seen at the desk", "the photo of the sheet on which the guardian decided")
	default:
		return i18n.C(ctx, "seen in a case", "messages")
	}
}

// CaseAddress is the page of a case, for its person.
func CaseAddress(ref string) string { return "/complaints/" + ref }

// AttachmentAddress is where the portal serves the small or large size of a picture in a case to its person.
func AttachmentAddress(id string, size models.Size) string {
	return "/files/attachments/" + id + "?size=" + string(size)
}
