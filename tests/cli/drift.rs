//! `zonal drift`.

use super::support::Workspace;

#[test]
fn what_somebody_changed_by_hand_is_told_with_its_source() {
    let workspace = Workspace::example("quickstart");
    let missing = workspace.run(&["drift"]).expect(2);
    assert!(missing.out.contains("missing"), "{}", missing.out);
    workspace.run(&["deploy", "--yes"]).expect(0);
    let run = workspace.run(&["drift"]).expect(0);
    assert_eq!(run.out, "no drift: 1 zone at 2 providers\n");
    let file = "out/cloud-a/example.com.zone";
    workspace.edit(file, "60 IN A 198.51.100.7", "90 IN A 198.51.100.7");
    workspace.edit(file, "198.51.100.20", "198.51.100.22");
    let extra = workspace.read(file) + "new.example.com. 300 IN A 198.51.100.30\n";
    workspace.write(file, extra);
    let run = workspace.run(&["drift"]).expect(2);
    insta::assert_snapshot!(run.transcript());
}
