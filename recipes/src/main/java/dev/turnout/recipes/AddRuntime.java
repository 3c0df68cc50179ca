// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes;

import dev.turnout.recipes.compose.Composer;
import dev.turnout.recipes.find.Modules;
import dev.turnout.recipes.find.Plan;
import dev.turnout.recipes.find.Project;
import dev.turnout.recipes.find.RuntimeTypes;
import dev.turnout.recipes.find.Verdict;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openrewrite.ExecutionContext;
import org.openrewrite.ScanningRecipe;
import org.openrewrite.Tree;
import org.openrewrite.TreeVisitor;
import org.openrewrite.xml.AddToTagVisitor;
import org.openrewrite.xml.tree.Xml;

/** Adds the runtime to the pom of each module whose code uses it. Asks no repository: the version is that of this jar. */
public class AddRuntime extends ScanningRecipe<Project> {
    @Override
    public String getDisplayName() {
        return "Add the runtime to modules with twins";
    }

    @Override
    public String getDescription() {
        return "Adds the dependency on `turnout-async-runtime` to the Maven pom of each module in which tasks are composed.";
    }

    @Override
    public Project getInitialValue(ExecutionContext ctx) {
        return new Project();
    }

    @Override
    public TreeVisitor<?, ExecutionContext> getScanner(Project project) {
        return Scan.into(project);
    }

    @Override
    public TreeVisitor<?, ExecutionContext> getVisitor(Project project) {
        return new TreeVisitor<Tree, ExecutionContext>() {
            @Override
            public @Nullable Tree visit(@Nullable Tree tree, ExecutionContext ctx) {
                if (!(tree instanceof Xml.Document document)) {
                    return tree;
                }
                String path = document.getSourcePath().toString().replace('\\', '/');
                boolean isPom = path.equals("pom.xml") || path.endsWith("/pom.xml");
                if (!isPom || !modules(project).contains(path.substring(0, path.length() - "pom.xml".length()))) {
                    return tree;
                }
                return withRuntime(document, ctx);
            }
        };
    }

    private static Set<String> modules(Project project) {
        Plan plan = project.plan(new Composer());
        Set<String> modules = new HashSet<>();
        for (Verdict verdict : plan.verdicts()) {
            if (verdict.kind() == Verdict.Kind.COMPOSE) {
                modules.add(Modules.of(verdict.method().unit().getSourcePath()));
            }
        }
        plan.changes()
                .values()
                .forEach(change -> modules.add(Modules.of(change.method().unit().getSourcePath())));
        return modules;
    }

    private static Xml.Document withRuntime(Xml.Document document, ExecutionContext ctx) {
        Xml.Tag root = document.getRoot();
        Optional<Xml.Tag> dependencies = root.getChild("dependencies");
        boolean there = dependencies.stream()
                .flatMap(tag -> tag.getChildren("dependency").stream())
                .anyMatch(tag -> tag.getChildValue("artifactId").orElse("").equals(RuntimeTypes.ARTIFACT_ID));
        if (there) {
            return document;
        }
        String dependency = "<dependency>\n<groupId>" + RuntimeTypes.GROUP_ID + "</groupId>\n<artifactId>"
                + RuntimeTypes.ARTIFACT_ID + "</artifactId>\n<version>" + RuntimeTypes.version()
                + "</version>\n</dependency>";
        Xml.Tag parent = dependencies.orElse(root);
        String text = dependencies.isPresent() ? dependency : "<dependencies>\n" + dependency + "\n</dependencies>";
        return (Xml.Document)
                new AddToTagVisitor<ExecutionContext>(parent, Xml.Tag.build(text)).visitNonNull(document, ctx);
    }
}
