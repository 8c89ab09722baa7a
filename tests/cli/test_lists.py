def test_somebody_on_a_list_that_is_put_away_can_be_forgotten(home: Path) -> None:
    run(home, "archive", "autumn", "november")
    words = ["--home", str(home), "forget", "Dana Whitfield", "--yes"]
    assert CliRunner().invoke(main, words).exit_code == 0
    for path in (home / "lists" / "archived").glob("*.json"):
        assert "Whitfield" not in path.read_text()
