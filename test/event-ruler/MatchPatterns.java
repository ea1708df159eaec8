import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.util.List;
import software.amazon.event.ruler.Machine;

/** Matches events against the rules of each bus by the matching that EventBridge itself uses, and reports what differs. */
public final class MatchPatterns {
  private static final ObjectMapper JSON = new ObjectMapper();

  public static void main(String[] args) throws Exception {
    JsonNode buses = JSON.readTree(new File(args[0]));
    ObjectNode results = JSON.createObjectNode();
    ArrayNode failures = results.putArray("failures");
    int passed = 0;
    for (JsonNode bus : buses) {
      Machine machine = Machine.builder().build();
      for (JsonNode rule : bus.get("rules")) {
        machine.addRule(rule.get("name").asText(), rule.get("pattern").asText());
      }
      int before = passed;
      for (JsonNode expected : bus.get("events")) {
        List<String> matched = machine.rulesForJSONEvent(JSON.writeValueAsString(expected.get("event")));
        if (matched.size() == expected.get("matches").asInt()) {
          passed += 1;
          continue;
        }
        ObjectNode failure = failures.addObject();
        failure.put("name", bus.get("name").asText() + ": " + expected.get("name").asText());
        failure.put("message", "expected " + expected.get("matches").asInt() + " matching rule(s), found " + matched);
      }
      System.out.printf(
          "%s: %d rules, %d events, %d as expected%n",
          bus.get("name").asText(), bus.get("rules").size(), bus.get("events").size(), passed - before);
    }
    results.put("passed", passed);
    JSON.writeValue(new File(args[1]), results);
  }
}
