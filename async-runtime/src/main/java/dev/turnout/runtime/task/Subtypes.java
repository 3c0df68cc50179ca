// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.task;

import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The classes that a stored argument may be of where a task declares an abstract type: {@code Subtypes.of(Cow.class,
 * Hen.class)}, or {@code Subtypes.none().andPackage("com.acme.animals")}. None is, unless it is declared here: a stored name chooses
 * among these, and no other class is loaded for it. Immutable.
 *
 * <p>Names are those that JobRunr's mappers write: the binary name of the class, {@code com.acme.Farm$Cow}. A class must be a
 * subtype of what the task declares, too. Classes of the JDK cannot be declared; its collections, numbers and texts are bound
 * without.
 */
public final class Subtypes {
    private static final Subtypes NONE = new Subtypes(Map.of(), Map.of());
    private static final String ALL_OF = ".*";
    private static final Pattern PACKAGE =
            Pattern.compile("\\p{javaJavaIdentifierStart}[\\p{javaJavaIdentifierPart}.]*");
    private static final List<String> JDK = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.");

    private final Map<String, Class<?>> classes;
    private final Map<String, ClassLoader> packages;

    private Subtypes(Map<String, Class<?>> classes, Map<String, ClassLoader> packages) {
        this.classes = Map.copyOf(classes);
        this.packages = Map.copyOf(packages);
    }

    /** No class: an argument that needs one is not bound, and its job is parked. */
    public static Subtypes none() {
        return NONE;
    }

    /**
     * These classes.
     *
     * @throws IllegalArgumentException if one is abstract, or of the JDK
     */
    public static Subtypes of(Class<?>... types) {
        return NONE.and(types);
    }

    /**
     * As texts say: names of classes, and of packages with {@code .*} behind them.
     *
     * @param loader has the classes
     * @throws IllegalArgumentException if one is none of both, or may not be declared
     */
    public static Subtypes named(Collection<String> names, ClassLoader loader) {
        Subtypes all = NONE;
        for (String name : names) {
            all = name.endsWith(ALL_OF)
                    ? all.andPackage(name.substring(0, name.length() - ALL_OF.length()), loader)
                    : all.and(load(name, loader));
        }
        return all;
    }

    /**
     * With these classes, too.
     *
     * @throws IllegalArgumentException if one is abstract, or of the JDK
     */
    public Subtypes and(Class<?>... types) {
        Map<String, Class<?>> more = new HashMap<>(classes);
        for (Class<?> type : types) {
            if (!isConcrete(type)) {
                throw refused(type.getName(), "is abstract", "Declare the classes that values can be of");
            }
            more.put(checked(type.getName()), type);
        }
        return new Subtypes(more, packages);
    }

    /**
     * With every class of a package, not of those below it. They are looked for where the thread that calls this has its classes
     * (its context class loader).
     *
     * @throws IllegalArgumentException if it is no name of a package, or one of the JDK
     */
    public Subtypes andPackage(String name) {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return andPackage(name, context == null ? Subtypes.class.getClassLoader() : context);
    }

    private Subtypes andPackage(String name, ClassLoader loader) {
        if (!PACKAGE.matcher(name).matches()) {
            throw refused(name + ALL_OF, "is no package", "Give its name, such as com.acme.animals" + ALL_OF);
        }
        checked(name + ALL_OF);
        Map<String, ClassLoader> more = new HashMap<>(packages);
        more.put(name, loader);
        return new Subtypes(classes, more);
    }

    /**
     * The class of that name, if it is declared, concrete, and fits. No class is loaded for a name that is not declared, and none is
     * initialized.
     *
     * @param declared the abstract type that the task declares
     */
    public Optional<Class<?>> find(String name, Class<?> declared) {
        Class<?> listed = classes.get(name);
        return Optional.<Class<?>>ofNullable(listed == null ? ofPackage(name) : listed)
                .filter(type -> declared.isAssignableFrom(type) && isConcrete(type));
    }

    /** Whether a value of the abstract type {@code declared} can be of any declared class; of one of a declared package, too. */
    public boolean fit(Class<?> declared) {
        return !packages.isEmpty() || classes.values().stream().anyMatch(declared::isAssignableFrom);
    }

    private @Nullable Class<?> ofPackage(String name) {
        int end = name.lastIndexOf('.');
        ClassLoader loader = end < 0 ? null : packages.get(name.substring(0, end));
        if (loader == null) {
            return null;
        }
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError isNotThere) {
            return null;
        }
    }

    private static boolean isConcrete(Class<?> type) {
        return !Modifier.isAbstract(type.getModifiers()) && !type.isArray() && !type.isPrimitive();
    }

    private static Class<?> load(String name, ClassLoader loader) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError isNotThere) {
            throw refused(
                    name,
                    "cannot be loaded (" + isNotThere + ")",
                    "Give the binary name of a class, such as com.acme.Farm$Cow, or of a package with .* behind it");
        }
    }

    private static String checked(String name) {
        if (JDK.stream().anyMatch(name::startsWith)) {
            throw refused(name, "is of the JDK", "Declare classes of the application alone");
        }
        return name;
    }

    private static IllegalArgumentException refused(String name, String why, String instead) {
        return new IllegalArgumentException(
                "TURNOUT-0438 " + name + " cannot be a declared subtype: it " + why + ". " + instead + ".");
    }

    @Override
    public String toString() {
        Set<String> all = new HashSet<>(classes.keySet());
        packages.keySet().forEach(name -> all.add(name + ALL_OF));
        return "subtypes " + all;
    }
}
