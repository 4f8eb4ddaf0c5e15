package i18n

import (
	"context"
	"fmt"
	"strings"
)

// T says a sentence. It is a format of package fmt (a percent sign is written %%) and a literal, so that extract finds it.
func T(ctx context.Context, sentence string, args ...any) string {
	spoken := languageOf(ctx)
	if spoken == english {
		return fill(sentence, args...) // seeing this, go vet holds the arguments of all who call T against their verbs
	}
	return fill(spoken.lookUp(sentence), args...)
}

// fill is fmt.Sprintf, which would copy a sentence that has nothing to fill in.
func fill(sentence string, args ...any) string {
	if len(args) == 0 && !strings.Contains(sentence, "%") {
		return sentence
	}
	return fmt.Sprintf(sentence, args...)
}

// N says a sentence about n things. Both sentences take n as their first argument, written like every figure: 4,312.
func N(ctx context.Context, n int, one, many string, args ...any) string {
	args = append([]any{count(n)}, args...)
	return fmt.Sprintf(languageOf(ctx).sentences.GetN(one, many, n), args...)
}

// C says a sentence whose English has several meanings; about tells the translator which one is meant.
func C(ctx context.Context, about, sentence string, args ...any) string {
	spoken := languageOf(ctx)
	if spoken == english {
		return fill(sentence, args...)
	}
	return fill(spoken.sentences.GetC(sentence, about), args...)
}

// lookUp returns the language's own format for a sentence.
func (l *language) lookUp(sentence string) string {
	var later []any // the arguments: the catalogue would put them in only where there are some, and leave %% otherwise
	return l.sentences.Get(sentence, later...)
}
