package io.freshet.caching.web;

import java.util.Set;
import java.util.TreeSet;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three classes list the contracts of the response cache, since Spring looks for the
 * application of a nested test in the class around it. This holds the lists together.
 */
class ContractListTests {

	private static Set<String> contracts() {
		Set<String> names = new TreeSet<>();
		for (JavaClass type : new ClassFileImporter().importPackagesOf(Scene.class)) {
			if (type.isAssignableTo(Scene.class) && type.getSimpleName().endsWith("Contract")) {
				names.add(type.getSimpleName());
			}
		}
		return names;
	}

	private static Set<String> listed(Class<?> list) {
		Set<String> names = new TreeSet<>();
		for (Class<?> nested : list.getDeclaredClasses()) {
			names.add(nested.getSuperclass().getSimpleName());
		}
		return names;
	}

	@Test
	void realServersHoldAllContracts() {
		assertThat(listed(ResponseCacheIT.class)).isEqualTo(contracts());
	}

	@Test
	void oneInstanceAloneHoldsAllButThoseOfTransactions() {
		Set<String> contracts = contracts();
		contracts.remove(TransactionContract.class.getSimpleName());

		assertThat(listed(ResponseCacheTests.class)).isEqualTo(contracts);
		assertThat(listed(HitsInFrontTests.class)).isEqualTo(contracts);
	}

}
