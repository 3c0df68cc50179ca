// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.evidence;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.resolvers.ClassResolver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A jar and those of its group as ArchUnit imports them, with the types of the jar's own class path. */
final class Imported {
    private static final Set<String> STAGES = Set.of(
            "java.util.concurrent.CompletionStage",
            "reactor.core.publisher.Mono",
            "reactor.core.publisher.Flux",
            "io.smallrye.mutiny.Uni");

    private Imported() {}

    static JavaClasses of(Jar jar) {
        URL[] urls = Stream.concat(Stream.of(jar.file()), jar.classPath().stream())
                .map(Imported::url)
                .toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
            return ArchConfiguration.withThreadLocalScope(configuration -> {
                FromJars.loader = loader;
                configuration.setClassResolver(FromJars.class);
                return new ClassFileImporter()
                        .importUrls(jar.modules().stream().map(Imported::url).toList());
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the method returns a stage, so that its caller counts on it not to wait. */
    static boolean isAsync(JavaCodeUnit unit) {
        return STAGES.stream().anyMatch(unit.getRawReturnType()::isAssignableTo);
    }

    static Place place(JavaCodeUnit unit) {
        return new Place(unit.getOwner().getName(), Place.enclosing(unit.getName()));
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** ArchUnit makes it by its public constructor; the loader is that of the import on its way. */
    public static final class FromJars implements ClassResolver {
        private static @Nullable URLClassLoader loader;

        private @Nullable ClassUriImporter importer;

        /** @param arguments none */
        public FromJars(List<String> arguments) {}

        @Override
        public void setClassUriImporter(ClassUriImporter classUriImporter) {
            importer = classUriImporter;
        }

        @Override
        public Optional<JavaClass> tryResolve(String typeName) {
            URL url = loader == null ? null : loader.getResource(typeName.replace('.', '/') + ".class");
            if (url == null || importer == null) {
                return Optional.empty();
            }
            try {
                URI uri = url.toURI();
                return importer.tryImport(uri);
            } catch (URISyntaxException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
