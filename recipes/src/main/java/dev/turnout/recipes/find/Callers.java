// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.find;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.openrewrite.SourceFile;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;

/** Callers that no Java call shows: reflection, and files in other languages. */
final class Callers {
    private static final Pattern OTHER_LANGUAGE = Pattern.compile(".*\\.(kt|kts|groovy|scala|xml)");
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{Alnum}_$]+");

    private final Set<String> reflective = new HashSet<>();
    private final List<Set<String>> words = new ArrayList<>();

    /** Notes a text that is given to a call which looks for a method. */
    void addLookup(J.MethodInvocation call) {
        String name = call.getSimpleName().toLowerCase(Locale.ROOT);
        if (!name.contains("method") && !name.startsWith("find") && !name.startsWith("invoke")) {
            return;
        }
        for (Expression argument : call.getArguments()) {
            if (argument instanceof J.Literal literal && literal.getValue() instanceof String text) {
                reflective.add(text);
            }
        }
    }

    /** Takes in a file that is not Java. */
    void add(SourceFile file) {
        String path = file.getSourcePath().toString();
        if (OTHER_LANGUAGE.matcher(path).matches() && !path.endsWith("pom.xml")) {
            words.add(Set.of(NO_WORD.splitAsStream(file.printAll()).distinct().toArray(String[]::new)));
        }
    }

    /** Whether something looks for a method of that name by reflection. */
    boolean byReflection(MethodInfo method) {
        return reflective.contains(method.name());
    }

    /** Whether a file in another language has both the name of the class and that of the method. */
    boolean inOtherLanguages(MethodInfo method) {
        return words.stream()
                .anyMatch(file -> file.contains(method.owner().simpleName()) && file.contains(method.name()));
    }
}
