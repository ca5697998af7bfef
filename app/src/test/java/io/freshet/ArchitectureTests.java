package io.freshet;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.domain.properties.CanBeAnnotated;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;
import org.reactivestreams.Publisher;

import org.springframework.beans.factory.annotation.Autowired;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

@AnalyzeClasses(packages = "io.freshet",
		importOptions = { ImportOption.DoNotIncludeTests.class, ArchitectureTests.NoTestJars.class })
class ArchitectureTests {

	private static final String CACHING = "io.freshet.caching..";

	private static final String AUTOCONFIGURE = "io.freshet.caching.autoconfigure..";

	@ArchTest
	static final ArchRule caffeineIsTheNearTier = vendor("io.freshet.caching.caffeine..", "com.github.benmanes..");

	@ArchTest
	static final ArchRule lettuceIsTheSharedTier = vendor("io.freshet.caching.redis..", "io.lettuce..",
			"org.springframework.data.redis..");

	@ArchTest
	static final ArchRule resilience4jIsInTheDecorators = vendor("io.freshet.caching.resilience..",
			"io.github.resilience4j..");

	@ArchTest
	static final ArchRule r2dbcIsInTheLedger = vendor("io.freshet.caching.postgres..", "io.r2dbc..",
			"org.springframework.r2dbc..");

	@ArchTest
	static final ArchRule structuredFieldsAreReadForDecisions = vendor("io.freshet.caching.http..", "org.greenbytes..");

	@ArchTest
	static final ArchRule springsCacheAbstractionIsAnAdapter = vendor("io.freshet.caching.spring..",
			"org.springframework.cache", "org.springframework.cache.interceptor..",
			"org.springframework.cache.support..");

	@ArchTest
	static final ArchRule decisionsOfTheResponseCacheKnowNoServer = noClasses().that()
		.resideInAPackage("io.freshet.caching.http..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.web..", "org.springframework.http.server..", "reactor..", "io.netty..")
		.because("a decision is a pure function, which can be used closer to the network as well");

	@ArchTest
	static final ArchRule cachingKnowsNobody = noClasses().that()
		.resideInAPackage(CACHING)
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.freshet.posts..", "io.freshet.tags..", "io.freshet.admin..", "io.freshet.problems..",
				"io.freshet.security..", "io.freshet.sample..")
		.because("it is a library for other applications, too");

	@ArchTest
	static final ArchRule packagesOfCachingHaveNoCycle = slices().matching("io.freshet.caching.(*)..")
		.should()
		.beFreeOfCycles()
		.because("a cycle is one package with two names");

	@ArchTest
	static final ArchRule nobodySubscribesOrBlocks = noClasses().that()
		.doNotHaveFullyQualifiedName("io.freshet.caching.load.BackgroundWork")
		.and()
		.doNotHaveFullyQualifiedName("io.freshet.caching.spring.BlockingEdge")
		.should()
		.callMethodWhere(subscribesOrBlocks())
		.because("callers subscribe; what runs in the background has one owner, which bounds it and sees its errors;"
				+ " and interfaces that want a value instead of a publisher are served in one place");

	@ArchTest
	static final ArchRule nobodyUsesJavaUtilLogging = noClasses().should()
		.dependOnClassesThat()
		.resideInAPackage("java.util.logging..")
		.because("all logging goes through SLF4J, and one configuration");

	@ArchTest
	static final ArchRule nobodyInjectsFields = noFields().should()
		.beAnnotatedWith(Autowired.class)
		.because("what a class needs stands in its constructor");

	@ArchTest
	static final ArchRule everyPackageIsNullMarked = classes().should(resideInNullMarkedPackage())
		.because("then only what may be null has to be said");

	private static ArchRule vendor(String owner, String... packages) {
		return noClasses().that()
			.resideInAPackage(CACHING)
			.and()
			.resideOutsideOfPackages(owner, AUTOCONFIGURE)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(packages)
			.because("a vendor lives in one package, and everything else talks to our port");
	}

	private static DescribedPredicate<JavaCall<?>> subscribesOrBlocks() {
		return DescribedPredicate.describe("subscribe or block",
				(call) -> call.getTargetOwner().isAssignableTo(Publisher.class) && (call.getName().equals("subscribe")
						|| call.getName().startsWith("block") || call.getName().equals("toFuture")
						|| call.getName().equals("toIterable") || call.getName().equals("toStream")));
	}

	private static ArchCondition<JavaClass> resideInNullMarkedPackage() {
		return new ArchCondition<>("reside in a package marked as @NullMarked") {

			@Override
			public void check(JavaClass type, ConditionEvents events) {
				JavaPackage home = type.getPackage();
				boolean marked = home.tryGetPackageInfo()
					.filter(CanBeAnnotated.Predicates.annotatedWith(NullMarked.class))
					.isPresent();
				if (!marked && !type.getModifiers().contains(JavaModifier.SYNTHETIC)) {
					events.add(SimpleConditionEvent.violated(type,
							home.getName() + " has no package-info.java with @NullMarked"));
				}
			}

		};
	}

	/**
	 * The servers that tests use come in a jar of their own.
	 */
	static class NoTestJars implements ImportOption {

		@Override
		public boolean includes(Location location) {
			return !location.contains("-tests.jar") && !location.contains("/test-classes/");
		}

	}

}
