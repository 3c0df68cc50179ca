// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.find;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;
import org.openrewrite.java.tree.Statement;

/** A method of the project with its source. */
public record MethodInfo(J.CompilationUnit unit, ClassInfo owner, J.MethodDeclaration declaration) {
    /** Aspects that wrap a call made through the bean. */
    private static final Set<String> PROXIED = Set.of(
            "Cacheable",
            "CachePut",
            "CacheEvict",
            "Caching",
            "Retryable",
            "Async",
            "PreAuthorize",
            "PostAuthorize",
            "Secured",
            "RolesAllowed",
            "Observed",
            "Timed",
            "Counted",
            "CircuitBreaker",
            "RateLimiter",
            "Bulkhead",
            "TimeLimiter",
            "Retry");

    /** Annotations of which it is known that nothing wraps the call for them, or that are judged elsewhere. */
    private static final Set<String> HARMLESS = Set.of(
            "Job",
            "Recurring",
            "AsyncTask",
            "Override",
            "SuppressWarnings",
            "Deprecated",
            "SafeVarargs",
            "FunctionalInterface",
            "Nullable",
            "NonNull",
            "Nonnull",
            "NotNull",
            "CheckForNull",
            "NullMarked",
            "NullUnmarked",
            "Generated",
            "VisibleForTesting",
            "SuppressFBWarnings",
            "Synchronized",
            "Locked");

    /** Annotations of a class that make a bean of it, or members, but wrap no call. */
    private static final Set<String> STEREOTYPES = Set.of(
            "Component",
            "Service",
            "Controller",
            "RestController",
            "Configuration",
            "SpringBootApplication",
            "Named",
            "Singleton",
            "ApplicationScoped",
            "Dependent",
            "Lazy",
            "Primary",
            "Order",
            "Profile",
            "Qualifier",
            "DependsOn",
            "ConditionalOnProperty",
            "ConditionalOnBean",
            "ConditionalOnMissingBean",
            "ConditionalOnClass",
            "RequestMapping",
            "RequiredArgsConstructor",
            "AllArgsConstructor",
            "NoArgsConstructor",
            "Data",
            "Getter",
            "Setter",
            "ToString",
            "EqualsAndHashCode",
            "FieldDefaults",
            "Slf4j",
            "Log4j2",
            "CommonsLog",
            "Log");

    public String name() {
        return declaration.getSimpleName();
    }

    /** {@code com.acme.Foo#bar(long)}, the form of a task address. */
    public String address() {
        return address(owner.name());
    }

    String address(String className) {
        return className + "#" + name() + "(" + String.join(",", parameterTypes()) + ")";
    }

    /** Binary names of the declared parameter types. */
    public List<String> parameterTypes() {
        JavaType.Method type = declaration.getMethodType();
        return type == null
                ? List.of("?")
                : type.getParameterTypes().stream().map(Erasure::binaryName).toList();
    }

    int arity() {
        return parameters().size();
    }

    /** The class that declares it. */
    public JavaType.FullyQualified type() {
        return owner.type();
    }

    public List<J.VariableDeclarations> parameters() {
        return declaration.getParameters().stream()
                .filter(J.VariableDeclarations.class::isInstance)
                .map(J.VariableDeclarations.class::cast)
                .toList();
    }

    public boolean isPrivate() {
        return declaration.hasModifier(J.Modifier.Type.Private);
    }

    public boolean isStatic() {
        return declaration.hasModifier(J.Modifier.Type.Static);
    }

    public boolean isVoid() {
        return declaration.getReturnTypeExpression() instanceof J.Primitive primitive
                && primitive.getType() == JavaType.Primitive.Void;
    }

    public List<Statement> statements() {
        return Optional.ofNullable(declaration.getBody())
                .map(J.Block::getStatements)
                .orElse(List.of());
    }

    /** Whether it is a default twin as these recipes write it: the blocking method, handed over. */
    boolean isFamilyTwin() {
        return declaration.hasModifier(J.Modifier.Type.Default)
                && statements().size() == 1
                && statements().get(0).toString().matches("(?s)return Blocking\\.(call|run)\\(.*");
    }

    boolean isTransactional() {
        return hasAnnotation(Set.of("Transactional"))
                || owner.hasAnnotation(Set.of("Transactional")) && !isPrivate() && !isStatic();
    }

    boolean isProxied() {
        return hasAnnotation(PROXIED) || owner.hasAnnotation(PROXIED) && !isPrivate() && !isStatic();
    }

    /** Whether it or its class has an annotation, or inherits one, that may stand for an aspect nobody knows here. */
    boolean mayBeProxied() {
        Stream<String> own = Annotated.names(declaration.getLeadingAnnotations());
        Stream<String> around = isPrivate() || isStatic()
                ? Stream.of()
                : Stream.concat(owner.annotations(), Annotated.namesAround(owner.type(), name(), arity()))
                        .filter(name -> !STEREOTYPES.contains(name));
        return Stream.concat(own, around).anyMatch(name -> !HARMLESS.contains(name));
    }

    boolean holdsLock() {
        return declaration.hasModifier(J.Modifier.Type.Synchronized) || hasAnnotation(Set.of("Synchronized", "Locked"));
    }

    boolean hasAnnotation(Set<String> simpleNames) {
        return Annotated.with(simpleNames, declaration.getLeadingAnnotations())
                || !isPrivate() && !isStatic() && Annotated.method(simpleNames, owner.type(), name(), arity());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MethodInfo method && declaration.getId().equals(method.declaration.getId());
    }

    @Override
    public int hashCode() {
        return declaration.getId().hashCode();
    }

    @Override
    public String toString() {
        return owner.simpleName() + "." + name();
    }
}
