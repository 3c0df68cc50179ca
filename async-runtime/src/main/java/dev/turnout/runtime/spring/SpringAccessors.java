// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import io.micrometer.context.ContextRegistry;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.util.ClassUtils;

/**
 * Accessors for thread-locals of Spring that nobody has registered: Spring itself never registers the one for the locale, Spring
 * Security registers its own from 6.5 on.
 */
final class SpringAccessors {
    private static final String LOCALE = "org.springframework.context.i18n.LocaleContextThreadLocalAccessor.KEY";
    private static final String SECURITY = "org.springframework.security.core.context.SecurityContext";
    private static final String SECURITY_HOLDER = "org.springframework.security.core.context.SecurityContextHolder";

    private final ContextRegistry others;
    private final ContextRegistry ours = new ContextRegistry();

    private SpringAccessors(ContextRegistry others) {
        this.others = others;
    }

    /** Those that {@code others} lacks now. It is not changed: what it carries elsewhere is the application's business. */
    static ContextRegistry missingFrom(ContextRegistry others) {
        SpringAccessors accessors = new SpringAccessors(others);
        accessors.add(
                LOCALE,
                LocaleContextHolder::getLocaleContext,
                LocaleContextHolder::setLocaleContext,
                LocaleContextHolder::resetLocaleContext);
        if (ClassUtils.isPresent(SECURITY_HOLDER, SpringAccessors.class.getClassLoader())) {
            Security.addTo(accessors);
        }
        return accessors.ours;
    }

    private <V> void add(String key, Supplier<V> get, Consumer<V> set, Runnable clear) {
        if (others.getThreadLocalAccessors().stream()
                .noneMatch(known -> known.key().equals(key))) {
            ours.registerThreadLocalAccessor(key, get, set, clear);
        }
    }

    /** In a class of its own, because Spring Security may not be there. */
    private static final class Security {
        static void addTo(SpringAccessors accessors) {
            accessors.add(
                    SECURITY,
                    Security::current,
                    SecurityContextHolder::setContext,
                    SecurityContextHolder::clearContext);
        }

        /** The holder makes an empty context for who asks; that one is nobody's, and must not come back to a thread as its own. */
        @SuppressWarnings("NullAway") // the accessor's contract: null where there is nothing
        private static SecurityContext current() {
            SecurityContext context = SecurityContextHolder.getContext();
            return context.equals(SecurityContextHolder.createEmptyContext()) ? null : context;
        }
    }
}
