import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.validators.ValidatorFactory;

/**
 * Validates each file named on standard input against PDF/UA-1, all in one run of Java.
 *
 * Answers in lines of fields parted by tabs: "file", path, compliant, number of checks; below it a "fail" line for
 * each rule that was broken: path, clause, test number, how often, message of the first.
 * The profile is loaded from the class path, because the built-in list of profiles does not load from this jar.
 */
public final class Validate {
    private static final String PROFILE = "/org/verapdf/pdfa/validation/PDFUA-1.xml";

    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        ValidationProfile profile;
        try (InputStream source = ValidationProfile.class.getResourceAsStream(PROFILE)) {
            profile = Profiles.profileFromXml(source);
        }
        PrintStream out = new PrintStream(System.out, true, "UTF-8");
        BufferedReader names = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String name;
        while ((name = names.readLine()) != null) {
            validate(name, profile, out);
        }
    }

    private static void validate(String name, ValidationProfile profile, PrintStream out) throws Exception {
        try (InputStream file = new FileInputStream(name);
                PDFAParser parser = Foundries.defaultInstance().createParser(file);
                PDFAValidator validator = ValidatorFactory.createValidator(profile, false)) {
            ValidationResult result = validator.validate(parser);
            out.printf("file\t%s\t%s\t%d%n", name, result.isCompliant(), result.getTotalAssertions());
            for (Map.Entry<RuleId, Integer> failed : result.getFailedChecks().entrySet()) {
                RuleId rule = failed.getKey();
                out.printf("fail\t%s\t%s\t%d\t%d\t%s%n", name, rule.getClause(), rule.getTestNumber(),
                        failed.getValue(), message(result, rule));
            }
        }
    }

    private static String message(ValidationResult result, RuleId rule) {
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getRuleId().equals(rule) && assertion.getStatus() == TestAssertion.Status.FAILED) {
                String said = assertion.getErrorMessage() == null ? assertion.getMessage() : assertion.getErrorMessage();
                return said.replaceAll("\\s+", " ") + " at " + assertion.getLocation().getContext();
            }
        }
        return "";
    }
}
