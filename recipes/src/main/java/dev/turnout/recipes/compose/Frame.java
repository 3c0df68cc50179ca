// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.compose;

import dev.turnout.recipes.find.MethodInfo;
import dev.turnout.recipes.find.Site;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openrewrite.Tree;
import org.openrewrite.java.JavaVisitor;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;

/** What all parts of the compiler share while one method is converted. */
final class Frame {
    final MethodInfo method;
    final Map<UUID, Site> sites;
    final Source source;
    final Locals locals;
    final Boxes boxes;
    final Set<String> imports = new TreeSet<>();

    /** Further methods that the body was cut into. */
    final List<String> steps = new ArrayList<>();

    /** Variables in scope with the source of their types; null where it cannot be written down. */
    final Map<String, @Nullable String> scope = new LinkedHashMap<>();

    /** Names of those methods. */
    final Set<String> stepNames;

    Frame(MethodInfo method, Map<UUID, Site> sites) {
        this(method, sites, new TreeSet<>());
    }

    Frame(MethodInfo method, Map<UUID, Site> sites, Set<String> stepNames) {
        this.stepNames = stepNames;
        this.method = method;
        this.sites = sites;
        this.source = new Source(method.unit());
        this.locals = Locals.of(method.declaration());
        this.boxes = new Boxes(new Overloads(method.type()));
    }

    @Nullable
    Site site(J tree) {
        return sites.get(tree.getId());
    }

    /** Whether something in {@code tree} waits. */
    boolean waits(@Nullable J tree) {
        if (tree == null) {
            return false;
        }
        boolean[] found = {false};
        new JavaVisitor<Integer>() {
            @Override
            public @Nullable J visit(@Nullable Tree inner, Integer p) {
                if (inner != null && sites.containsKey(inner.getId())) {
                    found[0] = true;
                }
                return found[0] ? (J) inner : super.visit(inner, p);
            }
        }.visit(tree, 0);
        return found[0];
    }

    boolean waits(List<? extends J> trees) {
        return trees.stream().anyMatch(this::waits);
    }

    /** Remembers names and variables in scope. */
    Runnable openScope() {
        Map<String, String> renamed = Map.copyOf(source.renamed);
        Map<String, @Nullable String> visible = new LinkedHashMap<>(scope);
        return () -> {
            source.renamed.clear();
            source.renamed.putAll(renamed);
            scope.clear();
            scope.putAll(visible);
        };
    }

    /** Names of the parameters of the lambdas around. */
    private final Deque<String> around = new ArrayDeque<>();

    /** The hoist with a name for a value that is not used. */
    Hoist named(Hoist hoist) {
        if (!hoist.name().equals(Hoist.IGNORED)) {
            return hoist;
        }
        String base = locals.isTaken("ignored") ? "unused" : "ignored";
        String name = base;
        for (int i = 2; locals.isTaken(name) || around.contains(name); i++) {
            name = base + i;
        }
        return hoist.named(name);
    }

    /** Called before a continuation is written; the answer is run after it. */
    Runnable enter(Hoist hoist) {
        around.push(hoist.name());
        return around::pop;
    }

    static boolean isVoid(Expression call) {
        return call instanceof J.MethodInvocation invocation
                && invocation.getMethodType() != null
                && invocation.getMethodType().getReturnType() == JavaType.Primitive.Void;
    }

    /** Source of the type of a declaration, or null for {@code var}. */
    @Nullable
    String typeOf(J.VariableDeclarations declaration) {
        if (declaration.getTypeExpression() == null) {
            return null;
        }
        String text = source.of(declaration.getTypeExpression());
        return text.equals("var") ? null : text + (declaration.getVarargs() == null ? "" : "[]");
    }
}
