"""Header lines as real programs write them, and files with invented people under them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

SALESFORCE = (
    "Id,IsDeleted,MasterRecordId,LastName,FirstName,Salutation,Name,Title,Company,Street,City,"
    "State,PostalCode,Country,Latitude,Longitude,GeocodeAccuracy,Address,Phone,Email,Website,"
    "PhotoUrl,Description,LeadSource,Status,Industry,Rating,AnnualRevenue,NumberOfEmployees,"
    "OwnerId,IsConverted,ConvertedDate,ConvertedAccountId,ConvertedContactId,"
    "ConvertedOpportunityId,IsUnreadByOwner,CreatedDate,CreatedById,LastModifiedDate,"
    "LastModifiedById,SystemModstamp,LastActivityDate,LastViewedDate,LastReferencedDate,Jigsaw,"
    "JigsawContactId,CompanyDunsNumber,DandbCompanyId,EmailBouncedReason,EmailBouncedDate,"
    "IndividualId,External_id__c,Branch__c,Home_Phone__c,Gender__c"
)
APOLLO = (
    "First Name,Last Name,Title,Company,Company Name for Emails,Email,Email Status,"
    "Email Confidence,Seniority,Departments,Contact Owner,First Phone,Work Direct Phone,"
    "Home Phone,Mobile Phone,Corporate Phone,Other Phone,Stage,Lists,Last Contacted,"
    "Account Owner,# Employees,Industry,Keywords,Person Linkedin Url,Website,"
    "Company Linkedin Url,Facebook Url,Twitter Url,City,State,Country,Company Address,"
    "Company City,Company State,Company Country,Company Phone,SEO Description,Technologies,"
    "Annual Revenue,Total Funding,Latest Funding,Latest Funding Amount,Last Raised At,Email Sent,"
    "Email Open,Email Bounced,Replied,Demoed,Number of Retail Locations,Apollo Contact Id,"
    "Apollo Account Id"
)
LINKEDIN = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
LINKEDIN_PREAMBLE = (
    'Notes:\n"When exporting your connection data, you may notice that some of the email addresses'
    ' are missing. You will only see addresses of those who allow it."\n\n'
)
GOOGLE_LEGACY = (
    "Name,Given Name,Additional Name,Family Name,Yomi Name,Given Name Yomi,Additional Name Yomi,"
    "Family Name Yomi,Name Prefix,Name Suffix,Initials,Nickname,Short Name,Maiden Name,Birthday,"
    "Gender,Location,Billing Information,Directory Server,Mileage,Occupation,Hobby,Sensitivity,"
    "Priority,Subject,Notes,Language,Photo,Group Membership,E-mail 1 - Type,E-mail 1 - Value,"
    "E-mail 2 - Type,E-mail 2 - Value,Phone 1 - Type,Phone 1 - Value,Phone 2 - Type,"
    "Phone 2 - Value,Phone 3 - Type,Phone 3 - Value,Address 1 - Type,Address 1 - Formatted,"
    "Address 1 - Street,Address 1 - City,Address 1 - PO Box,Address 1 - Region,"
    "Address 1 - Postal Code,Address 1 - Country,Address 1 - Extended Address,"
    "Organization 1 - Type,Organization 1 - Name,Organization 1 - Yomi Name,"
    "Organization 1 - Title,Organization 1 - Department,Organization 1 - Symbol,"
    "Organization 1 - Location,Organization 1 - Job Description"
)
GOOGLE = (
    "First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,"
    "Phonetic Last Name,Name Prefix,Name Suffix,Nickname,File As,Organization Name,"
    "Organization Title,Organization Department,Birthday,Notes,Photo,Labels,E-mail 1 - Label,"
    "E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value"
)
CHATWOOT = (
    "id,name,email,identifier,document_number,phone_number,labels,ip_address,company_name,"
    "custom_attribute_1,custom_attribute_2"
)
HUBSPOT_LIKE = (
    "Contact ID,First Name,Last Name,Email,Phone Number,Mobile Phone Number,Job Title,"
    "Lifecycle Stage,Lead Status,Create Date,Last Modified Date,Contact Owner,Lead Source,"
    "Website URL,Street Address,City,State/Region,Postal Code,Country,Associated Company Domain"
)
SHEET = "Full Name,Business,Job Title,Contact Email,Mobile,City,Additional Info"
HUBSPOT = "Record ID,First Name,Last Name,Email,Phone Number,Job Title,Company Name,Contact owner"
HUBSPOT_COMPANY = (
    "Record ID,First Name,Last Name,Email,Phone Number,Lead Status,Create Date,"
    "Associated Company,Country/Region,Contact owner"
)
HUBSPOT_TAGS = (
    "Record ID,First Name,Last Name,Email,Phone Number,Lifecycle Stage,Contact owner,Shoe Size,Tags"
)
PIPEDRIVE = (
    "Person - Marketing status,Person - Double opt-in,Person - First name,Person - Last name,"
    "Person - Email - Work,Person - Email - Home,Person - Email - Other,Person - ReferralURL,"
    "Person - Phone - Work,Person - Phone - Home,Person - Phone - Mobile,Person - Phone - Other,"
    "Person - DirectPhone,Person - Website,Person - Title,Person - State,Person - Role,"
    "Person - Organization,Person - LinkedInCompany,Person - Employees,Person - CompanyName,"
    "Person - City,Person - Name,Person - Sweet Spot,Person - Sales Process Stage,"
    "Person - Sample Modules,Person - Person created"
)
CLOSE = (
    "display_name,description,url,status_id,status_label,primary_contact_name,"
    "primary_contact_title,primary_contact_primary_phone,primary_contact_primary_phone_type,"
    "primary_contact_other_phones,primary_contact_primary_email,"
    "primary_contact_primary_email_type,primary_contact_other_emails,primary_contact_primary_url,"
    "primary_contact_other_urls,custom.Segment"
)
OUTLOOK = (
    "First Name,Middle Name,Last Name,Title,Suffix,Nickname,Given Yomi,Surname Yomi,"
    "E-mail Address,E-mail 2 Address,E-mail 3 Address,Home Phone,Home Phone 2,Business Phone,"
    "Business Phone 2,Mobile Phone,Car Phone,Other Phone,Primary Phone,Pager,Business Fax,"
    "Home Fax,Other Fax,Company Main Phone,Callback,Radio Phone,Telex,TTY/TDD Phone,IMAddress,"
    "Job Title,Department,Company,Office Location,Manager's Name,Assistant's Name,"
    "Assistant's Phone,Company Yomi,Business Street,Business City,Business State,"
    "Business Postal Code,Business Country/Region,Home Street,Home City,Home State,"
    "Home Postal Code,Home Country/Region,Other Street,Other City,Other State,"
    "Other Postal Code,Other Country/Region,Personal Web Page,Spouse,Schools,Hobby,Location,"
    "Web Page,Birthday,Anniversary,Notes"
)
COLD_CALL = "business name,contact,phone,email,address,website,industry,source,notes,priority"
DYNAMICS = (
    "(Do Not Modify) Contact,(Do Not Modify) Row Checksum,(Do Not Modify) Modified On,Full Name,"
    "Email,Company Name,Business Phone,Mobile Phone,Job Title,Do not allow Phone Calls"
)

DANA = {
    "First Name": "Dana",
    "Last Name": "Whitfield",
    "Email": "dana@example.com",
    "Phone Number": "+44 20 7946 0018",
    "Job Title": "Head of Ops",
    "Company Name": "Northwind Freight",
}


def text_of(
    header: str, *rows: Mapping[str, str], delimiter: str = ",", line_end: str = "\n"
) -> str:
    """A file's text: the header line, and one row for each mapping of header to cell."""
    names = header.split(",")
    table = io.StringIO()
    writer = csv.writer(table, delimiter=delimiter, lineterminator=line_end)
    writer.writerow(names)
    for row in rows:
        unknown = row.keys() - set(names)
        assert not unknown, unknown
        writer.writerow([row.get(name, "") for name in names])
    return table.getvalue()


def written(folder: Path, text: str, encoding: str = "utf-8", name: str = "leads.csv") -> Path:
    """The text as a file."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def plain(rows: Sequence[Sequence[str]], header: str = "Name,Company,Phone,Email") -> str:
    """A small table with the commonest header."""
    return "\n".join([header, *(",".join(row) for row in rows)]) + "\n"
