// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.compose;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Makes bodies of lambdas as short as they can be. */
final class Brief {
    private static final Pattern CALL = Pattern.compile("[\\w.]+\\((?:[^;{}\"/]|\"[^\"\\n]*\")*\\);");
    private static final Pattern KEYWORD =
            Pattern.compile("(?:if|for|while|switch|throw|try|return|synchronized)\\b.*");

    private Brief() {}

    /** A body that is one call, without braces and semicolon, so that it may stand behind the arrow. */
    static List<Doc> of(List<Doc> docs) {
        if (docs.size() == 1
                && docs.get(0) instanceof Doc.Text only
                && CALL.matcher(only.text()).matches()
                && !KEYWORD.matcher(only.text()).matches()) {
            return List.of(new Doc.Statement(
                    "", Doc.raw(only.text().substring(0, only.text().length() - 1))));
        }
        return docs;
    }

    static List<Doc> withoutLastReturn(List<Doc> docs) {
        if (docs.isEmpty() || !docs.get(docs.size() - 1).equals(Doc.text("return;"))) {
            return docs;
        }
        return new ArrayList<>(docs.subList(0, docs.size() - 1));
    }

    /** Without empty lines at the beginning. */
    static List<Doc> trimmed(List<Doc> docs) {
        if (docs.isEmpty()
                || !(docs.get(0) instanceof Doc.Text first)
                || !first.text().startsWith("\n") && !first.text().isEmpty()) {
            return docs;
        }
        List<Doc> trimmed = new ArrayList<>(docs);
        trimmed.remove(0);
        if (!first.text().isEmpty()) {
            trimmed.add(0, Doc.text(first.text().substring(1)));
        }
        return trimmed(trimmed);
    }
}
