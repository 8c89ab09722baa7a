"""The usual exports, recognised by their headers and read into the right fields."""

from __future__ import annotations

from pathlib import Path

import lead_files as files
import pytest
from lead_files import DANA, text_of, written

from callbench.domain.records import Prospect
from callbench.exchange.leads.importer import LeadImport, read_leads

LONDON = "+442079460018"


def the_one(leads: LeadImport) -> Prospect:
    assert (leads.read, leads.taken, leads.rejected) == (1, 1, ()), leads
    return leads.prospects[0]


def one_of(tmp_path: Path, header: str, row: dict[str, str], region: str = "") -> Prospect:
    """The prospect of a file with this one row, of which only the filled cells are named."""
    return the_one(read_leads(written(tmp_path, text_of(header, row)), region=region))


@pytest.mark.parametrize(
    ("header", "program"),
    [
        (files.SALESFORCE, "salesforce"),
        ("Lead ID,First Name,Last Name,Company / Account,Lead Owner,Phone", "salesforce"),
        ("First Name,Last Name,Title,Account Name,Phone,Mobile,Email,Lead Source", "salesforce"),
        (files.APOLLO, "apollo"),
        (files.LINKEDIN, "linkedin"),
        (files.GOOGLE_LEGACY, "google"),
        (files.GOOGLE, "google"),
        (files.CHATWOOT, "chatwoot"),
        (files.HUBSPOT_LIKE, "hubspot"),
        (files.HUBSPOT, "hubspot"),
        (files.HUBSPOT_COMPANY, "hubspot"),
        (files.HUBSPOT_TAGS, "hubspot"),
        (files.SHEET, "unknown"),
        (files.PIPEDRIVE, "pipedrive"),
        (files.CLOSE, "close"),
        (files.OUTLOOK, "outlook"),
        (files.COLD_CALL, "cold-call-crm"),
        (files.DYNAMICS, "dynamics"),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_header_is_known(tmp_path: Path, header: str, program: str, delimiter: str) -> None:
    leads = read_leads(written(tmp_path, text_of(header, delimiter=delimiter)), region="GB")
    assert (leads.format, leads.delimiter, leads.header_line) == (program, delimiter, 1)
    assert leads.mapping.keys() & {"name", "first_name", "company"}
    assert ("phone" in leads.mapping) is (program != "linkedin")
    assert leads.read == 0


def test_salesforce(tmp_path: Path) -> None:
    row = {
        "Id": "00QEc00000BBaeXMAT",
        "LastName": "Whitfield",
        "FirstName": "Dana",
        "Salutation": "Ms.",
        "Name": "Dana Whitfield",
        "Company": "001Ec00000GINb1IAH",
        "City": "Leeds",
        "Country": "GB",
        "Address": '{"city":"Leeds","street":"1 High Street\\nFloor 2"}',
        "Phone": "2079460018",
        "Email": "dana@example.com",
        "Rating": "Hot",
        "Description": "Runs\ntwo depots",
    }
    text = text_of(files.SALESFORCE, row)
    leads = read_leads(written(tmp_path, text, "utf-8-sig"), region="")
    dana = the_one(leads)
    assert (dana.name, dana.phone, dana.email) == ("Dana Whitfield", LONDON, "dana@example.com")
    assert (dana.city, dana.country, dana.priority) == ("Leeds", "GB", 2)
    assert dana.notes == "Runs\ntwo depots"
    assert dana.zones == ("Europe/London",)
    # An account's id is no name to greet somebody's company by.
    assert dana.company == ""
    assert dana.extra["Company"] == "001Ec00000GINb1IAH"
    assert dana.extra["Id"] == "00QEc00000BBaeXMAT"
    assert dana.extra["Address"] == row["Address"]
    assert leads.encoding == "utf-8 with BOM"


def test_apollo(tmp_path: Path) -> None:
    row = {
        "First Name": "Dana",
        "Last Name": "Whitfield",
        "Title": "Head of Ops",
        "Company": "Northwind Freight",
        "First Phone": "'+44 20 7946 0999",
        "Corporate Phone": "'+44 20 7946 0999",
        "Mobile Phone": "'+44 7700 900123",
        "Email Status": "Verified",
        "City": "Leeds",
        "Company City": "London",
        "Apollo Contact Id": "60f1",
    }
    dana = one_of(tmp_path, files.APOLLO, row)
    assert dana.phone == "+447700900123"
    assert (dana.title, dana.city, dana.email) == ("Head of Ops", "Leeds", "")
    assert dana.extra["Corporate Phone"] == "+44 20 7946 0999"
    assert dana.extra["Email Status"] == "Verified"
    assert dana.extra["Apollo Contact Id"] == "60f1"


def test_linkedin_has_no_phones_and_a_preamble(tmp_path: Path) -> None:
    rows = [
        {"First Name": "Dana", "Last Name": "Whitfield", "URL": "https://example.com/in/dana"},
        {},
        {"First Name": "Omar", "Last Name": "Haddad", "URL": "https://example.com/in/omar"},
    ]
    text = files.LINKEDIN_PREAMBLE + text_of(files.LINKEDIN, *rows)
    leads = read_leads(written(tmp_path, text), region="GB")
    assert leads.header_line == 4
    assert (leads.read, leads.taken, leads.needs_number) == (2, 2, 2)
    assert [prospect.name for prospect in leads.prospects] == ["Dana Whitfield", "Omar Haddad"]


def test_google_s_labels_tell_what_a_number_is(tmp_path: Path) -> None:
    row = {
        "Name": "Dana Whitfield",
        "Phone 1 - Type": "Work Fax",
        "Phone 1 - Value": "+44 20 7946 0001",
        "Phone 2 - Type": "Main",
        "Phone 2 - Value": "+44 20 7946 0002",
        "Phone 3 - Type": "* Mobile",
        "Phone 3 - Value": "+44 7700 900123 ::: +44 20 7946 0003",
        "Group Membership": "* myContacts ::: Freight",
        "Organization 1 - Title": "Head of Ops",
    }
    dana = one_of(tmp_path, files.GOOGLE_LEGACY, row)
    assert dana.phone == "+447700900123"
    assert dana.extra["Phone 3 - Value"] == "+44 20 7946 0003"
    assert dana.extra["Phone 1 - Value"] == "+44 20 7946 0001"
    assert (dana.title, dana.tags) == ("Head of Ops", ("myContacts", "Freight"))


def test_outlook_s_title_is_a_salutation_and_callback_a_number(tmp_path: Path) -> None:
    row = {
        "First Name": "Dana",
        "Last Name": "Whitfield",
        "Title": "Ms",
        "Business Fax": "+44 20 7946 0001",
        "Pager": "+44 20 7946 0002",
        "Telex": "+44 20 7946 0004",
        "Callback": "+44 20 7946 0003",
    }
    dana = one_of(tmp_path, files.OUTLOOK, row)
    assert (dana.title, dana.phone) == ("", "+442079460003")
    assert dana.extra["Title"] == "Ms"
    assert dana.extra["Business Fax"] == "+44 20 7946 0001"


def test_one_switchboard_is_shared_and_nobody_is_merged(tmp_path: Path) -> None:
    rows = [
        {"id": str(n), "name": f"Person {n}", "phone_number": LONDON, "email": f"p{n}@example.com"}
        for n in range(25)
    ]
    leads = read_leads(written(tmp_path, text_of(files.CHATWOOT, *rows)), region="")
    assert (leads.taken, leads.merged) == (25, ())
    assert f"25 people share the number {LONDON}" in leads.warnings


def test_hubspot(tmp_path: Path) -> None:
    row = {
        "Contact ID": "CONT-1",
        "First Name": "Dana",
        "Last Name": "Whitfield",
        "Phone Number": "212-555-0136x752",
        "Mobile Phone Number": "(212)555-0137x10051",
        "Country": "Ghana",
    }
    dana = one_of(tmp_path, files.HUBSPOT_LIKE, row, region="US")
    assert (dana.phone, dana.extension) == ("+12125550136", "752")
    assert dana.extra["Mobile Phone Number"] == "(212)555-0137x10051"
    assert dana.extra["Contact ID"] == "CONT-1"


def test_hubspot_s_associated_company_may_be_ids(tmp_path: Path) -> None:
    row = {"Record ID": "101", "First Name": "Dana", "Associated Company": "9002;9999"}
    dana = one_of(tmp_path, files.HUBSPOT_COMPANY, row)
    assert dana.company == ""
    assert dana.extra["Associated Company"] == "9002;9999"


def test_pipedrive(tmp_path: Path) -> None:
    row = {
        "Person - Name": "Dana Whitfield",
        "Person - Organization": "Northwind Freight",
        "Person - CompanyName": "Northwind",
        "Person - Phone - Work": "+44 20 7946 0001",
        "Person - Phone - Mobile": "+44 7700 900123",
        "Person - DirectPhone": LONDON,
        "Person - Email - Home": "dana@example.net",
        "Person - Title": "Head of Ops",
    }
    dana = one_of(tmp_path, files.PIPEDRIVE, row)
    assert (dana.phone, dana.company, dana.title) == (LONDON, "Northwind Freight", "Head of Ops")
    assert dana.email == "dana@example.net"
    assert dana.extra["Person - Phone - Mobile"] == "+44 7700 900123"


def test_close(tmp_path: Path) -> None:
    row = {
        "display_name": "Northwind Freight",
        "primary_contact_name": "Dana Whitfield",
        "primary_contact_title": "Head of Ops",
        "primary_contact_primary_phone": LONDON,
        "primary_contact_primary_phone_type": "office",
        "primary_contact_primary_email": "dana@example.com",
        "custom.Segment": "A",
    }
    dana = one_of(tmp_path, files.CLOSE, row)
    assert (dana.name, dana.company) == ("Dana Whitfield", "Northwind Freight")
    assert (dana.phone, dana.email, dana.title) == (LONDON, "dana@example.com", "Head of Ops")
    assert dana.extra["custom.Segment"] == "A"


def test_cold_call_sheet(tmp_path: Path) -> None:
    row = {
        "business name": "Northwind Freight",
        "contact": "Dana Whitfield",
        "phone": "555-0136",
        "notes": "Hot lead",
        "priority": "hot",
    }
    dana = one_of(tmp_path, files.COLD_CALL, row)
    assert (dana.name, dana.company) == ("Dana Whitfield", "Northwind Freight")
    assert (dana.phone, dana.priority, dana.notes) == ("555-0136", 2, "Hot lead")


@pytest.mark.parametrize(("cell", "forbidden"), [("Do Not Allow", True), ("Allow", False)])
def test_dynamics_says_who_may_not_be_called(tmp_path: Path, cell: str, forbidden: bool) -> None:
    row = {"Full Name": "Dana Whitfield", "Do not allow Phone Calls": cell}
    dana = one_of(tmp_path, files.DYNAMICS, row)
    assert dana.do_not_call is forbidden


def test_a_sheet_made_by_hand(tmp_path: Path) -> None:
    row = {
        "Full Name": "Dana Whitfield",
        "Business": "Northwind Freight",
        "Contact Email": "dana@example.com",
        "Mobile": "07700 900123",
        "Additional Info": "Important",
    }
    leads = read_leads(written(tmp_path, text_of(files.SHEET, row)), region="GB")
    dana = the_one(leads)
    assert (dana.company, dana.phone, dana.notes) == (
        "Northwind Freight",
        "+447700900123",
        "Important",
    )
    assert leads.mapping["phone"] == "Mobile"


def test_fields_of_our_own(tmp_path: Path) -> None:
    text = (
        "Name,Phone,Ext,Reason to call,News,Priority,Tags,Do not call,Time zone,Shoe size\n"
        'Dana Whitfield,020 7946 0018,12,rates change,new depot,B,"freight; uk",yes,'
        "europe/madrid,38\n"
    )
    dana = the_one(read_leads(written(tmp_path, text), region="GB"))
    assert (dana.extension, dana.reason, dana.news) == ("12", "rates change", "new depot")
    assert (dana.priority, dana.tags, dana.do_not_call) == (1, ("freight", "uk"), True)
    assert dana.zone == "Europe/Madrid"
    assert dana.extra == {"Shoe size": "38"}


def test_the_user_s_word_wins(tmp_path: Path) -> None:
    text = text_of(files.HUBSPOT, DANA | {"Contact owner": "+44 20 7946 0001"})
    path = written(tmp_path, text)
    leads = read_leads(path, region="", overrides={"phone": "contact OWNER"})
    assert the_one(leads).phone == "+442079460001"
    assert (leads.mapping["phone"], leads.mapping["phone_2"]) == ("Contact owner", "Phone Number")
